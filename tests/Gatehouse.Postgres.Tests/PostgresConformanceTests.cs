using System.Globalization;
using System.Text.Json;
using Gatehouse.Conformance.Delivery;
using Gatehouse.Delivery;
using Npgsql;

namespace Gatehouse.Postgres.Tests;

/// <summary>The suite, over a PostgreSQL server.</summary>
[Collection(PostgresTests.Name)]
public sealed class PostgresConformanceTests(PostgresServer server) : DestinationSuite
{
    private readonly PostgresTarget _target = new(server);
    private PostgresRelay? _relay;
    private NpgsqlConnection? _holding;
    private NpgsqlTransaction? _held;

    protected override bool IsIdempotent => true;

    protected override int BatchEvents => 1000;

    protected override IReadOnlyList<string> Secrets => [PostgresServer.Password];

    protected override ValueTask StartReceiverAsync()
    {
        _relay = new(server.SocketPath);
        return default;
    }

    protected override async ValueTask StopReceiverAsync()
    {
        await ReleaseAsync();
        await _relay!.DisposeAsync();
    }

    protected override ValueTask<IDestination> OpenAsync() => new(_target.Open(
        new NpgsqlConnectionStringBuilder(server.ConnectionString) { Host = "127.0.0.1", Port = _relay!.Port, SslMode = SslMode.Disable }.ConnectionString));

    protected override async ValueTask<IReadOnlyList<ArrivedEvent>> ArrivedAsync() => await _target.ReadAsync();

    protected override ValueTask<bool> FailNextAsync()
    {
        _relay!.LoseNextCommit();
        return new(true);
    }

    protected override async ValueTask<bool> RefuseAsync(string messageId)
    {
        await _target.MakeTableAsync();
        await server.ExecuteAsync($"ALTER TABLE {_target.Table} ADD CHECK (message_id <> '{messageId}')");
        return true;
    }

    protected override async ValueTask<Task?> HoldAsync()
    {
        await _target.MakeTableAsync();
        _holding = await server.Source.OpenConnectionAsync();
        _held = await _holding.BeginTransactionAsync();
        await using var command = new NpgsqlCommand($"LOCK TABLE {_target.Table} IN ACCESS EXCLUSIVE MODE", _holding);
        await command.ExecuteNonQueryAsync();
        return WaitsAsync();
    }

    protected override async ValueTask ReleaseAsync()
    {
        if (_held is not null)
        {
            await _held.DisposeAsync();
            await _holding!.DisposeAsync();
            _held = null;
        }
    }

    // What a text of PostgreSQL cannot hold arrives as U+FFFD; the rest as it is.
    protected override void AssertSame(string sent, string arrived)
    {
        using var expected = JsonDocument.Parse(sent.Replace(@"\u0000", @"\ufffd", StringComparison.Ordinal));
        using var actual = JsonDocument.Parse(arrived);
        Assert.True(JsonElement.DeepEquals(expected.RootElement, actual.RootElement), string.Create(CultureInfo.InvariantCulture, $"Sent {sent}, arrived {arrived}"));
    }

    private async Task WaitsAsync()
    {
        while (await server.AskAsync("SELECT count(*) FROM pg_locks WHERE NOT granted") is "0")
        {
            await Task.Delay(5);
        }
    }
}
