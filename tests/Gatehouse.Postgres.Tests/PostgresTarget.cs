using System.Globalization;
using Gatehouse.Conformance.Delivery;
using Gatehouse.Delivery;

namespace Gatehouse.Postgres.Tests;

/// <summary>A schema of a test's own, and what is in its table.</summary>
internal sealed class PostgresTarget(PostgresServer server)
{
    private static int _count;

    public string Schema { get; } = string.Create(CultureInfo.InvariantCulture, $"test \"{Interlocked.Increment(ref _count)}\"");

    /// <summary>The table's full name, as SQL writes it.</summary>
    public string Table => Quoted + ".events";

    /// <summary>The schema's name, as SQL writes it.</summary>
    public string Quoted => "\"" + Schema.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    /// <summary>A destination that writes into the schema.</summary>
    public IDestination Open(string? connectionString = null) => new PostgresDestination(Options(connectionString));

    /// <summary>Its options.</summary>
    public PostgresOptions Options(string? connectionString = null) => new() { ConnectionString = connectionString ?? server.ConnectionString, Schema = Schema };

    /// <summary>Makes the table, as the destination would.</summary>
    public async Task MakeTableAsync()
    {
        await using var connection = await server.Source.OpenConnectionAsync();
        Assert.Null(await new PostgresTable(Options()).PrepareAsync(connection, CancellationToken.None));
    }

    /// <summary>What is in the table, in the order in which it came.</summary>
    public async Task<IReadOnlyList<ArrivedEvent>> ReadAsync()
    {
        var rows = new List<ArrivedEvent>();
        await using var command = server.Source.CreateCommand($"SELECT message_id, event::text FROM {Table} ORDER BY ctid");
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            rows.Add(new(reader.GetString(0), reader.GetString(1)));
        }

        return rows;
    }

    /// <summary>Waits until the table is there and has so many rows.</summary>
    public async Task HasAsync(int rows)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await server.AskAsync($"SELECT to_regclass('{Table}') IS NOT NULL") is "False" || (await ReadAsync()).Count < rows)
        {
            await Task.Delay(5, limit.Token);
        }
    }

    /// <summary>The message ids in the table, in the order in which they came.</summary>
    public async Task<IEnumerable<string>> IdsAsync() => (await ReadAsync()).Select(static row => row.MessageId);
}
