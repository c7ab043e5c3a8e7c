using System.Globalization;
using Gatehouse.Functional.Harness;

namespace Gatehouse.Functional.Crash;

/// <summary>What is left of a server that is killed while it works.</summary>
public sealed class KillTests(ITestOutputHelper output) : IDisposable
{
    private const int Connections = 16;

    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("GATEHOUSE_CRASH_KILLS") ?? "25", CultureInfo.InvariantCulture);

    private readonly TemporaryFolder _folder = new();

    // Interval syncs later, but what is written outlives the process; a power cut is another matter.
    [Theory]
    [InlineData("fsync")]
    [InlineData("interval")]
    public async Task No_acknowledged_event_is_lost_and_none_is_stored_twice_however_often_the_server_dies(string durability)
    {
        output.WriteLine($"GATEHOUSE_CRASH_SEED={Draws.Seed}");
        var draws = new Draws(Draws.Seed);
        var senders = new EventSenders();
        await using var api = await TrackingRecorder.StartAsync();
        var arguments = EdgeArguments.For(_folder, "http://127.0.0.1:1", api.Url, "Log:Retain=1d", "Durability=" + durability);
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var edge = await EdgeProcess.StartAsync(arguments);
            using var stop = new CancellationTokenSource();
            var sending = senders.SendAsync(edge.Url, Connections, draws, stop.Token);
            await Task.Delay(20 + draws.Below(300), TestContext.Current.CancellationToken);
            await edge.KillAsync();
            await stop.CancelAsync();
            await sending;
        }

        await using (var last = await EdgeProcess.StartAsync(arguments))
        {
            await senders.SettleAsync(last.Url);
            await api.WaitForAsync([.. senders.Acknowledged]);
            last.Terminate();
            Assert.Equal(0, await last.WaitForExitAsync());
        }

        var log = await LogContents.ReadAsync(_folder.File("data"));
        var stored = log.Ids;
        var delivered = api.Ids();
        output.WriteLine($"{durability}: {Kills} kills; {senders.Acknowledged.Count} events acknowledged, {senders.Repeats} of them sent again on purpose; {stored.Count} in the log; {delivered.Count - delivered.Distinct(StringComparer.Ordinal).Count()} delivered again after a kill; {senders.Answered} of {senders.Sent} answered, {log.Received} counted as received, {log.Duplicates} of them as duplicates.");

        Assert.True(senders.Acknowledged.Count > Kills);
        Assert.Empty(senders.Acknowledged.Except(stored, StringComparer.Ordinal));
        Assert.Empty(stored.GroupBy(static id => id, StringComparer.Ordinal).Where(static group => group.Count() > 1).Select(static group => group.Key));
        Assert.Equal(stored, delivered.Distinct(StringComparer.Ordinal));

        // Whatever was answered is counted once; what was cut off may have come or not.
        Assert.Equal(log.Received, stored.Count + log.Duplicates + log.Refused);
        Assert.InRange(log.Received, senders.Answered, senders.Sent);
        Assert.True(log.Duplicates >= senders.Answered - senders.Acknowledged.Count, $"{log.Duplicates} duplicates are counted");
    }

    public void Dispose() => _folder.Dispose();
}
