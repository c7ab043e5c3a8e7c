using Gatehouse.Events;
using Gatehouse.Storage.Log;

namespace Gatehouse.Tests.Storage.Log;

/// <summary>The modes other than fsync.</summary>
public sealed class DurabilityTests : IDisposable
{
    private readonly LogFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Interval_keeps_what_it_answered_across_a_restart()
    {
        _folder.Options = _folder.Options with { Durability = LogDurability.Interval, Interval = TimeSpan.FromMilliseconds(1), SegmentRecords = 10 };
        var log = _folder.Open();
        for (var from = 0; from < 50; from += 5)
        {
            Assert.Equal(5, (await log.AppendAsync(LogFolder.Numbered(from, 5), Cancel)).Stored);
        }

        log = _folder.Reopen();

        Assert.Equal(50, (await log.ReadAllAsync()).Count);
        Assert.Equal(50, (await log.AppendAsync(LogFolder.Numbered(0, 50), Cancel)).Duplicates);
    }

    [Fact]
    public async Task Memory_reads_in_order_knows_repeats_and_wakes_readers()
    {
        using var log = OpenMemory();
        var reading = log.ReadAsync(1, 10, 1 << 20, Cancel).AsTask();

        Assert.Equal(new(AppendStatus.Stored, 2, 1), await log.AppendAsync(LogFolder.Batch(LogFolder.Event("m1"), LogFolder.Event("m1"), LogFolder.Event("m2")), Cancel));

        Assert.Equal(["m1", "m2"], (await reading).OfType<LogRecord>().Select(static record => record.Event.MessageId));
        Assert.Equal((1, 4), (log.First, log.Next));
        Assert.Equal(["m2"], (await log.ReadAsync(2, 10, 1 << 20, Cancel)).OfType<LogRecord>().Select(static record => record.Event.MessageId));
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task Memory_trims_what_every_reader_has_passed_and_still_knows_its_ids_within_the_window()
    {
        using var log = OpenMemory();
        await log.AppendAsync(LogFolder.Numbered(0, 10_000), Cancel);
        Assert.Equal(1, await log.ReadCursorAsync("reader", Cancel));

        await log.StoreCursorAsync("reader", 9000, Cancel);

        Assert.Equal(8193, log.First);
        Assert.Equal(10_000, (await log.AppendAsync(LogFolder.Numbered(0, 10_000), Cancel)).Duplicates);
        _folder.Time.Advance(TimeSpan.FromHours(25));
        Assert.Equal(8192, (await log.AppendAsync(LogFolder.Numbered(0, 10_000), Cancel)).Stored);
    }

    [Theory]
    [InlineData(LimitPolicy.Refuse)]
    [InlineData(LimitPolicy.Oldest)]
    public async Task Memory_has_a_bound_and_a_policy(object policy)
    {
        _folder.Options = _folder.Options with { DiskBudget = 1 << 20, AtLimit = (LimitPolicy)policy };
        using var log = OpenMemory();
        await log.ReadCursorAsync("reader", Cancel);
        var last = AppendStatus.Stored;
        for (var number = 0; number < 2000 && last == AppendStatus.Stored; number++)
        {
            last = (await log.AppendAsync(LogFolder.Numbered(number, 1, padding: 1000), Cancel)).Status;
        }

        if (policy is LimitPolicy.Refuse)
        {
            Assert.Equal((AppendStatus.DiskFull, 1), (last, log.First));
            await log.StoreCursorAsync("reader", log.Next, Cancel);
            Assert.Equal(1, (await log.AppendAsync(LogFolder.Numbered(9000, 1), Cancel)).Stored);
        }
        else
        {
            Assert.Equal(AppendStatus.Stored, last);
            Assert.True(log.First > 1);
            Assert.Equal(log.First - 1, _folder.Counted("gatehouse.log.lost/oldest"));
        }
    }

    private MemoryEventLog OpenMemory()
    {
        _folder.Options = _folder.Options with { Durability = LogDurability.Memory };
        return new(_folder.Options, _folder.Time, _folder.Metrics);
    }
}
