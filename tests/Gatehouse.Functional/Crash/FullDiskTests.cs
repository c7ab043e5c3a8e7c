using Gatehouse.Functional.Harness;

namespace Gatehouse.Functional.Crash;

/// <summary>What a disk that fills up, and one that is freed again, does to events.</summary>
public sealed class FullDiskTests(ITestOutputHelper output) : IDisposable
{
    private const int Times = 20;
    private const int Connections = 8;
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_disk_that_fills_up_twenty_times_costs_no_acknowledged_event_and_works_again_by_itself()
    {
        using var disk = SmallDisk.TryMount(megabytes: 200);
        if (disk is null)
        {
            // Only root may mount; the budget then takes the part of the disk, in this and in the other test.
            await FillBudgetAsync();
            return;
        }

        var senders = new EventSenders();
        await using var api = await TrackingRecorder.StartAsync();
        await using var edge = await EdgeProcess.StartAsync(EdgeArguments.For(_folder, "http://127.0.0.1:1", api.Url, "Data=" + Path.Combine(disk.Path, "data"), "Log:DiskReserve=0", "Log:Retain=1d"));
        for (var time = 0; time < Times; time++)
        {
            disk.Fill(left: time % 4 * 65_536);
            await SendUntilAsync(senders, edge, static (before, now) => now.Refused > before.Refused);
            disk.Free();
            await SendUntilAsync(senders, edge, static (before, now) => now.Acknowledged > before.Acknowledged + 100);
        }

        await FinishAsync(senders, edge, api, Path.Combine(disk.Path, "data"));
    }

    [Fact]
    public Task A_budget_that_is_used_up_twenty_times_costs_no_acknowledged_event_and_works_again_by_itself() => FillBudgetAsync();

    public void Dispose() => _folder.Dispose();

    private static async Task SendUntilAsync(EventSenders senders, EdgeProcess edge, Func<(int Acknowledged, int Refused), (int Acknowledged, int Refused), bool> isDone)
    {
        using var stop = new CancellationTokenSource();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var before = (senders.Acknowledged.Count, senders.Refused);
        var sending = senders.SendAsync(edge.Url, Connections, new Draws(Draws.Seed + (ulong)before.Refused), stop.Token);
        try
        {
            while (!isDone(before, (senders.Acknowledged.Count, senders.Refused)))
            {
                await Task.Delay(5, limit.Token);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await sending;
        }
    }

    /// <summary>The log's share of the disk fills up while the tracking API is down, and is free again when its events are delivered.</summary>
    private async Task FillBudgetAsync()
    {
        var senders = new EventSenders();
        await using var api = await TrackingRecorder.StartAsync();
        await using var edge = await EdgeProcess.StartAsync(EdgeArguments.For(_folder, "http://127.0.0.1:1", api.Url, "Log:DiskBudget=4MB", "Log:DiskReserve=0"));
        for (var time = 0; time < Times; time++)
        {
            api.IsDown = true;
            await SendUntilAsync(senders, edge, static (before, now) => now.Refused > before.Refused);
            api.IsDown = false;
            await SendUntilAsync(senders, edge, static (before, now) => now.Acknowledged > before.Acknowledged + 100);
        }

        await FinishAsync(senders, edge, api, data: null);
    }

    private async Task FinishAsync(EventSenders senders, EdgeProcess edge, TrackingRecorder api, string? data)
    {
        await senders.SettleAsync(edge.Url);
        await api.WaitForAsync([.. senders.Acknowledged]);
        edge.Terminate();
        Assert.Equal(0, await edge.WaitForExitAsync());
        var delivered = api.Ids();
        output.WriteLine($"Seed {Draws.Seed}; full {Times} times; {senders.Acknowledged.Count} events acknowledged, {senders.Refused} requests refused.");

        Assert.Equal(delivered.Distinct(StringComparer.Ordinal).Count(), delivered.Count);
        Assert.Equal(senders.Acknowledged.Order(StringComparer.Ordinal), delivered.Order(StringComparer.Ordinal));
        if (data is not null)
        {
            Assert.Equal((await LogContents.ReadAsync(data)).Ids, delivered);
        }
    }
}
