using Gatehouse.Events;
using Gatehouse.Storage;
using Gatehouse.Storage.Log;

namespace Gatehouse.Tests.Storage.Log;

public sealed class EventLogTests : IDisposable
{
    private readonly LogFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_appended_is_read_as_it_was_in_order()
    {
        var log = _folder.Open();
        var batch = LogFolder.Batch(
            LogFolder.Event("m1"), LogFolder.Event("m2", EventType.Alias) with { AnonymousId = null, UserId = "ü😀" }, LogFolder.Event("m3", EventType.Page) with { UserId = null });
        batch = batch with { Facts = new() { ReceivedAt = batch.Facts.ReceivedAt, ClientAddress = System.Net.IPAddress.Parse("2001:db8::1") } };

        Assert.Equal(new(AppendStatus.Stored, 3, 0), await log.AppendAsync(batch, Cancel));

        var records = await log.ReadAsync(1, 10, 1 << 20, Cancel);
        Assert.Equal([1, 2, 3], records.Select(static record => record.Position));
        Assert.Equal((1, 4), (log.First, log.Next));
        foreach (var (record, sent) in records.Cast<LogRecord>().Zip(batch.Events))
        {
            Assert.Equal("shop", record.Site);
            Assert.Equal(batch.Facts, record.Facts);
            Assert.Equal(sent with { Json = default }, record.Event with { Json = default });
            Assert.Equal(sent.Json.ToArray(), record.Event.Json.ToArray());
        }
    }

    [Fact]
    public async Task Events_and_id_are_there_after_a_restart()
    {
        var log = _folder.Open();
        var id = log.Id;
        await log.AppendAsync(LogFolder.Numbered(0, 5), Cancel);

        log = _folder.Reopen();

        Assert.Equal(id, log.Id);
        Assert.Equal((1, 6), (log.First, log.Next));
        Assert.Equal(["m0", "m1", "m2", "m3", "m4"], await log.ReadIdsAsync());
        await log.AppendAsync(LogFolder.Numbered(5, 1), Cancel);
        Assert.Equal(6, (await log.ReadAllAsync())[^1].Position);
    }

    [Fact]
    public async Task A_duplicate_is_answered_and_not_stored_in_a_batch_across_batches_and_across_a_restart()
    {
        var log = _folder.Open();

        Assert.Equal(new(AppendStatus.Stored, 1, 1), await log.AppendAsync(LogFolder.Batch(LogFolder.Event("m1"), LogFolder.Event("m1")), Cancel));
        Assert.Equal(new(AppendStatus.Stored, 1, 1), await log.AppendAsync(LogFolder.Batch(LogFolder.Event("m1"), LogFolder.Event("m2")), Cancel));
        log = _folder.Reopen();
        Assert.Equal(new(AppendStatus.Stored, 0, 2), await log.AppendAsync(LogFolder.Batch(LogFolder.Event("m2"), LogFolder.Event("m1")), Cancel));

        Assert.Equal(["m1", "m2"], await log.ReadIdsAsync());
    }

    [Fact]
    public async Task The_same_id_on_another_site_is_another_event()
    {
        var log = _folder.Open();
        await log.AppendAsync(LogFolder.Numbered(1, 1), Cancel);

        Assert.Equal(1, (await log.AppendAsync(LogFolder.Numbered(1, 1) with { Site = "blog" }, Cancel)).Stored);
        Assert.Equal(["shop", "blog"], (await log.ReadAllAsync()).Select(static record => record.Site));
    }

    [Fact]
    public async Task A_reader_waits_until_there_is_an_event()
    {
        var log = _folder.Open();
        var reading = log.ReadAsync(1, 10, 1 << 20, Cancel).AsTask();
        Assert.False(reading.IsCompleted);

        await log.AppendAsync(LogFolder.Numbered(1, 1), Cancel);

        Assert.Equal("m1", Assert.IsType<LogRecord>(Assert.Single(await reading)).Event.MessageId);
    }

    [Fact]
    public async Task A_wait_ends_when_it_is_cancelled_and_when_the_log_is_closed()
    {
        var log = _folder.Open();
        using var ending = new CancellationTokenSource();
        var cancelled = log.ReadAsync(1, 10, 1 << 20, ending.Token).AsTask();
        var closed = log.ReadAsync(1, 10, 1 << 20, Cancel).AsTask();

        await ending.CancelAsync();
        _folder.Close();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => closed);
    }

    [Fact]
    public async Task A_read_is_bounded_in_records_and_bytes_but_gives_at_least_one()
    {
        var log = _folder.Open();
        await log.AppendAsync(LogFolder.Numbered(0, 10, padding: 1000), Cancel);

        Assert.Equal(4, (await log.ReadAsync(1, 4, 1 << 20, Cancel)).Count);
        Assert.Equal(3, (await log.ReadAsync(1, 10, 2500, Cancel)).Count);
        Assert.Single(await log.ReadAsync(1, 10, 1, Cancel));
    }

    [Fact]
    public async Task Many_callers_at_once_get_one_position_an_event()
    {
        var log = _folder.Open();

        var answers = await Task.WhenAll(Enumerable.Range(0, 500).Select(number => log.AppendAsync(LogFolder.Numbered(number % 400, 1), Cancel).AsTask()));

        Assert.Equal(400, answers.Sum(static answer => answer.Stored));
        Assert.Equal(100, answers.Sum(static answer => answer.Duplicates));
        var records = await log.ReadAllAsync();
        Assert.Equal(Enumerable.Range(1, 400).Select(static number => (long)number), records.Select(static record => record.Position));
        Assert.Equal(400, records.DistinctBy(static record => record.Event.MessageId).Count());
    }

    [Fact]
    public async Task A_cursor_is_kept_across_a_restart_and_a_new_reader_begins_at_the_oldest_event()
    {
        var log = _folder.Open();
        await log.AppendAsync(LogFolder.Numbered(0, 10), Cancel);
        Assert.Equal(1, await log.ReadCursorAsync("forwarding", Cancel));
        await log.StoreCursorAsync("forwarding", 7, Cancel);

        log = _folder.Reopen();

        Assert.Equal(7, await log.ReadCursorAsync("forwarding", Cancel));
        Assert.Equal(1, await log.ReadCursorAsync("another", Cancel));
        await log.ForgetCursorAsync("forwarding", Cancel);
        Assert.Equal(1, await _folder.Reopen().ReadCursorAsync("forwarding", Cancel));
    }

    [Fact]
    public async Task Cursors_that_are_told_one_after_another_are_on_the_disk_soon_and_the_last_of_a_reader_counts()
    {
        var log = _folder.Open();
        await log.AppendAsync(LogFolder.Numbered(0, 1000), Cancel);
        var moves = 0;
        _folder.Hook = step => moves += step == LogStep.WriteCursor ? 1 : 0;

        for (var position = 2; position <= 1001; position++)
        {
            await log.StoreCursorAsync("one", position, Cancel);
            await log.StoreCursorAsync("another", position - 1, Cancel);
        }

        await LogFolder.UntilAsync(() => _folder.StoredCursor("one") == 1001 && _folder.StoredCursor("another") == 1000);
        Assert.InRange(moves, 1, 999);
    }

    [Fact]
    public async Task A_cursor_is_on_the_disk_before_its_reader_goes_on_where_a_power_cut_may_take_events_back()
    {
        _folder.Options = _folder.Options with { Durability = LogDurability.Interval, Interval = TimeSpan.FromSeconds(1) };
        var log = _folder.Open();
        await log.AppendAsync(LogFolder.Numbered(0, 10), Cancel);

        await log.StoreCursorAsync("reader", 7, Cancel);

        Assert.Equal(7, _folder.StoredCursor("reader"));
    }

    [Fact]
    public async Task What_waits_when_the_log_is_closed_is_stored()
    {
        var log = _folder.Open();
        var appends = Enumerable.Range(0, 300).Select(number => log.AppendAsync(LogFolder.Numbered(number, 1), Cancel).AsTask()).ToArray();
        _folder.Close();

        Assert.All(await Task.WhenAll(appends), static answer => Assert.Equal(AppendStatus.Stored, answer.Status));
        Assert.Equal(AppendStatus.Failed, (await log.AppendAsync(LogFolder.Numbered(1000, 1), Cancel)).Status);
        Assert.Equal(300, (await _folder.Open().ReadAllAsync()).Count);
    }

    [Fact]
    public async Task More_than_may_wait_is_refused_as_overload_and_not_stored()
    {
        _folder.Options = _folder.Options with { QueueRecords = 10 };
        using var entered = new SemaphoreSlim(0);
        using var go = new SemaphoreSlim(0);
        var log = _folder.Open();
        _folder.Hook = step =>
        {
            if (step == LogStep.Commit)
            {
                entered.Release();
                go.Wait(Cancel);
            }
        };
        var first = log.AppendAsync(LogFolder.Numbered(0, 8), Cancel).AsTask();
        await entered.WaitAsync(Cancel);

        var answer = await log.AppendAsync(LogFolder.Numbered(10, 5), Cancel);

        Assert.Equal(AppendStatus.Overloaded, answer.Status);
        Assert.NotNull(answer.RetryAfter);
        Assert.Equal(1, _folder.Counted("gatehouse.log.appends/overloaded"));
        _folder.Hook = null;
        go.Release();
        Assert.Equal(8, (await first).Stored);
        Assert.Equal(5, (await log.AppendAsync(LogFolder.Numbered(10, 5), Cancel)).Stored);
    }

    [Fact]
    public void A_folder_in_use_is_refused_with_a_message_that_says_so()
    {
        _folder.Open();
        using var other = new LogFolder();
        other.Options = _folder.Options;

        var refusal = Assert.Throws<StorageException>(other.Open);

        Assert.Contains("in use by another process", refusal.Message, StringComparison.Ordinal);
    }
}
