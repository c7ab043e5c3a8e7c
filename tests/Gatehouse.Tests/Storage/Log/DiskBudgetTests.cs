using Gatehouse.Events;
using Gatehouse.Storage.Log;

namespace Gatehouse.Tests.Storage.Log;

public sealed class DiskBudgetTests : IDisposable
{
    private const long Budget = 4 << 20;

    private readonly LogFolder _folder = new();
    private int _sent;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private long Used => new DirectoryInfo(_folder.Path).EnumerateFiles().Sum(LengthOf);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Refuse_answers_disk_full_at_the_budget_and_takes_events_again_when_readers_have_moved_on()
    {
        var log = Open(LimitPolicy.Refuse);
        await FillAsync(log);
        var stored = log.Next - 1;
        Assert.InRange(Used, Budget / 2, Budget * 5 / 4);
        Assert.Equal(stored, (await log.ReadAllAsync()).Count);

        await log.StoreCursorAsync("reader", log.Next, Cancel);

        await UntilStoredAsync(log);
        await LogFolder.UntilAsync(() => Used < Budget / 2);
        Assert.Equal(0, _folder.Counted("gatehouse.log.lost/oldest"));
    }

    [Fact]
    public async Task Many_small_commits_that_are_read_never_use_a_small_budget_up()
    {
        var log = Open(LimitPolicy.Refuse);
        for (; _sent < 1500; _sent++)
        {
            Assert.Equal(AppendStatus.Stored, (await log.AppendAsync(LogFolder.Numbered(_sent, 1), Cancel)).Status);
            await log.StoreCursorAsync("reader", log.Next, Cancel);
        }

        Assert.InRange(Used, 0, Budget * 5 / 4);
    }

    [Fact]
    public async Task Shed_gives_up_the_named_classes_when_space_is_short_and_keeps_the_others()
    {
        _folder.Options = _folder.Options with { Shed = [new(EventType.Page), new(EventType.Track, "Product Viewed")] };
        var log = Open(LimitPolicy.Shed);
        AppendResult answer;
        ReceivedEvent viewed;
        do
        {
            viewed = LogFolder.Event("v" + _sent) with { Json = """{"type":"track","event":"Product \u0056iewed"}"""u8.ToArray() };
            answer = await log.AppendAsync(LogFolder.Batch(LogFolder.Event("p" + _sent, EventType.Page), viewed, LogFolder.Event("t" + _sent++, padding: 20_000)), Cancel);
            Assert.Equal(AppendStatus.Stored, answer.Status);
        }
        while (answer.Shed == 0);

        Assert.Equal((AppendStatus.Stored, 1, 0), (answer.Status, answer.Stored, answer.Duplicates));
        Assert.Equal([0, 1], answer.ShedAt);
        Assert.Equal(1, _folder.Counted("gatehouse.log.shed/shop/page"));
        Assert.Equal(1, _folder.Counted("gatehouse.log.shed/shop/track"));

        // What was given up is not remembered: its repeat is taken when there is space.
        await log.StoreCursorAsync("reader", log.Next, Cancel);
        while ((answer = await log.AppendAsync(LogFolder.Batch(viewed), Cancel)).Shed == 1)
        {
            await Task.Delay(1, Cancel);
        }

        Assert.Equal(new(AppendStatus.Stored, 1, 0), answer);
    }

    [Fact]
    public async Task Oldest_gives_up_whole_segments_and_counts_what_nobody_had_read()
    {
        var log = Open(LimitPolicy.Oldest);
        await log.ReadCursorAsync("reader", Cancel);
        while (log.First < 200)
        {
            if ((await AppendAsync(log)).Status != AppendStatus.Stored)
            {
                await Task.Delay(1, Cancel);
            }
        }

        Assert.InRange(Used, 0, Budget * 5 / 4);
        await LogFolder.UntilAsync(() => _folder.Counted("gatehouse.log.lost/oldest") == log.First - 1);
        var records = await log.ReadAsync(1, 1, 1, Cancel);
        Assert.Equal(log.First, records[0].Position);
        Assert.Contains(_folder.Logs.Lines, static line => line.Id == 1919);
    }

    [Fact]
    public async Task A_reserve_larger_than_what_the_disk_has_left_refuses_events()
    {
        _folder.Options = _folder.Options with { DiskReserve = long.MaxValue / 4 };

        Assert.Equal(AppendStatus.DiskFull, (await AppendAsync(_folder.Open())).Status);
    }

    private static long LengthOf(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (FileNotFoundException)
        {
            // Trimmed since it was listed.
            return 0;
        }
    }

    private EventLog Open(LimitPolicy policy)
    {
        _folder.Options = _folder.Options with { DiskBudget = Budget, AtLimit = policy };
        return _folder.Open();
    }

    private async Task FillAsync(EventLog log)
    {
        while ((await AppendAsync(log)).Status == AppendStatus.Stored)
        {
        }
    }

    private async Task UntilStoredAsync(EventLog log)
    {
        while ((await AppendAsync(log)).Status != AppendStatus.Stored)
        {
            await Task.Delay(1, Cancel);
        }
    }

    private ValueTask<AppendResult> AppendAsync(EventLog log) => log.AppendAsync(LogFolder.Numbered(_sent++, 1, padding: 20_000), Cancel);
}
