using Gatehouse.Functional.Harness;
using Gatehouse.Postgres.Tests;

namespace Gatehouse.Functional.Crash;

/// <summary>What is in a table when the server that fills it is killed, and its PostgreSQL too.</summary>
public sealed class PostgresCrashTests(PostgresServer postgres, ITestOutputHelper output) : IClassFixture<PostgresServer>, IDisposable
{
    private const int Kills = 20;
    private const int Connections = 8;
    private const string Count = "SELECT count(*) FROM gatehouse.events";

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Every_event_is_one_row_however_often_the_server_or_its_database_dies()
    {
        output.WriteLine($"GATEHOUSE_CRASH_SEED={Draws.Seed}");
        var draws = new Draws(Draws.Seed);
        var senders = new EventSenders();
        string[] settings = ["Type=postgres", "ConnectionString=" + postgres.ConnectionString, "Batch:Age=20ms", "Batch:Events=200"];
        var arguments = EdgeArguments.For(_folder, "http://127.0.0.1:1", null, ["Log:Retain=1d", .. settings.Select(static setting => "Sites:shop:Destinations:warehouse:" + setting)]);
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var edge = await EdgeProcess.StartAsync(arguments);
            using var stop = new CancellationTokenSource();
            var sending = senders.SendAsync(edge.Url, Connections, draws, stop.Token);
            await Task.Delay(20 + draws.Below(300), TestContext.Current.CancellationToken);
            if (kill % 4 == 3)
            {
                await postgres.RestartAsync();
            }

            await edge.KillAsync();
            await stop.CancelAsync();
            await sending;
        }

        await using var last = await EdgeProcess.StartAsync(arguments);
        await senders.SettleAsync(last.Url);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await postgres.AskAsync(Count) != $"{senders.Acknowledged.Count}")
        {
            await Task.Delay(50, limit.Token);
        }

        last.Terminate();
        Assert.Equal(0, await last.WaitForExitAsync());
        var stored = (await LogContents.ReadAsync(_folder.File("data"))).Ids;
        var written = (await postgres.AskAsync("SELECT string_agg(message_id, ' ') FROM gatehouse.events"))!.Split(' ');
        output.WriteLine($"{senders.Acknowledged.Count} events acknowledged, {stored.Count} in the log, {written.Length} rows.");
        Assert.True(senders.Acknowledged.Count > Kills);
        Assert.Equal(senders.Acknowledged.Order(StringComparer.Ordinal), stored.Order(StringComparer.Ordinal));
        Assert.Equal(stored.Order(StringComparer.Ordinal), written.Order(StringComparer.Ordinal));
    }

    public void Dispose() => _folder.Dispose();
}
