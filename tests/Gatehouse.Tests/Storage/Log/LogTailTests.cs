using Gatehouse.Events;
using Gatehouse.Storage.Log;

namespace Gatehouse.Tests.Storage.Log;

public sealed class LogTailTests : IDisposable
{
    private readonly LogFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_read_from_memory_is_what_the_disk_has()
    {
        _folder.Options = _folder.Options with { TailBytes = 1 << 20 };
        var log = _folder.Open();
        await log.AppendAsync(LogFolder.Numbered(0, 5), Cancel);
        await log.AppendAsync(LogFolder.Numbered(3, 5) with { Refused = [new("bad_id", 2)] }, Cancel);
        await log.AppendAsync(LogFolder.Batch(LogFolder.Event("own") with { IsOwn = true, UserId = null, AnonymousId = "ä\U0001F600" }), Cancel);
        var newest = await log.ReadEntriesAsync();

        _folder.Options = _folder.Options with { TailBytes = 0 };
        var stored = await _folder.Reopen().ReadEntriesAsync();

        Assert.Equal(stored.Select(Describe), newest.Select(Describe));
        Assert.Contains(newest, static entry => entry is LogTally);
        Assert.NotSame(stored[0], newest[0]);
    }

    [Fact]
    public async Task Readers_that_are_not_behind_share_what_was_committed()
    {
        _folder.Options = _folder.Options with { TailBytes = 1 << 20 };
        var log = _folder.Open();
        await log.AppendAsync(LogFolder.Numbered(0, 3), Cancel);

        var one = await log.ReadAsync(2, 10, 1 << 20, Cancel);
        var another = await log.ReadAsync(3, 10, 1 << 20, Cancel);

        Assert.Equal([2L, 3L], one.Select(static entry => entry.Position));
        Assert.Same(one[1], Assert.Single(another));
    }

    [Fact]
    public async Task A_reader_that_is_behind_gets_the_older_entries_from_the_disk_and_the_newer_ones_after_them()
    {
        _folder.Options = _folder.Options with { TailBytes = 40_000 };
        var log = _folder.Open();
        for (var number = 0; number < 50; number++)
        {
            await log.AppendAsync(LogFolder.Numbered(number * 10, 10), Cancel);
        }

        Assert.Equal(Enumerable.Range(0, 500).Select(static number => $"m{number}"), (await log.ReadAllAsync(mostEntries: 7)).Select(static record => record.Event.MessageId));
    }

    [Fact]
    public void It_holds_no_more_than_it_may_and_always_the_newest()
    {
        var tail = new LogTail(10_000);
        for (var position = 1L; position <= 5000; position++)
        {
            tail.Add([Entry(position)]);

            Assert.Equal(position, Assert.Single(tail.Read(position, 10, 1 << 20)!).Position);
        }

        var oldest = Enumerable.Range(1, 5000).First(position => tail.Read(position, 1, 1) is not null);
        Assert.InRange(oldest, 5000 - (10_000 / 512), 4999);
        Assert.Equal(Enumerable.Range(oldest, 5001 - oldest).Select(static position => (long)position), tail.Read(oldest, int.MaxValue, int.MaxValue)!.Select(static entry => entry.Position));
        Assert.Null(tail.Read(5001, 10, 1 << 20));
    }

    [Fact]
    public void What_comes_behind_a_gap_is_all_it_has()
    {
        var tail = new LogTail(1 << 20);
        tail.Add([Entry(1), Entry(2), Entry(3)]);

        tail.Add([Entry(7), Entry(8)]);

        Assert.Null(tail.Read(3, 10, 1 << 20));
        Assert.Null(tail.Read(5, 10, 1 << 20));
        Assert.Equal([7L, 8L], tail.Read(7, 10, 1 << 20)!.Select(static entry => entry.Position));
    }

    [Fact]
    public void A_read_ends_at_its_bounds()
    {
        var tail = new LogTail(1 << 20);
        tail.Add([.. Enumerable.Range(1, 300).Select(static position => Entry(position))]);

        Assert.Equal(20, tail.Read(5, 20, 1 << 20)!.Count);
        Assert.Single(tail.Read(5, 20, 1)!);
        Assert.Equal(296, tail.Read(5, 1000, 1 << 20)!.Count);
    }

    [Fact]
    public async Task What_was_trimmed_is_not_read_from_memory()
    {
        _folder.Options = _folder.Options with { TailBytes = 1 << 20, SegmentRecords = 10 };
        var log = _folder.Open();
        await log.AppendAsync(LogFolder.Numbered(0, 10), Cancel);
        await log.AppendAsync(LogFolder.Numbered(10, 10), Cancel);
        await log.StoreCursorAsync("reader", 21, Cancel);
        await LogFolder.UntilAsync(() => log.First == 11);

        Assert.Equal(11, (await log.ReadAsync(1, 100, 1 << 20, Cancel))[0].Position);
    }

    private static LogRecord Entry(long position)
    {
        var batch = LogFolder.Batch(LogFolder.Event("m"));
        return new(position, batch.Site, batch.Events[0], batch.Facts);
    }

    private static string Describe(LogEntry entry) => entry switch
    {
        LogRecord record => $"{record.Position} {record.Site} {record.Facts} {record.Event with { Json = default }} {System.Text.Encoding.UTF8.GetString(record.Event.Json.Span)}",
        LogTally tally => $"{tally with { Refused = new Dictionary<string, long>() }} {string.Join(' ', tally.Refused)}",
        _ => entry.ToString(),
    };
}
