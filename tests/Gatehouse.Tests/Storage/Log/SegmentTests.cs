using Gatehouse.Events;
using Gatehouse.Storage.Log;

namespace Gatehouse.Tests.Storage.Log;

public sealed class SegmentTests : IDisposable
{
    private readonly LogFolder _folder = new();

    public SegmentTests() => _folder.Options = _folder.Options with { SegmentRecords = 10 };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_full_segment_is_sealed_and_the_next_file_goes_on()
    {
        var log = await FillAsync(35);

        Assert.Equal(35, (await log.ReadAllAsync()).Count);
        await LogFolder.UntilAsync(() => _folder.Files("ids-*.bin").Length == 3);
        Assert.Equal(["1", "11", "21", "31"], FirstPositions("events-*.db"));
        Assert.Equal(["1", "11", "21"], FirstPositions("ids-*.bin"));
        log = _folder.Reopen();
        Assert.Equal((1, 36), (log.First, log.Next));
        Assert.Equal(Enumerable.Range(1, 35).Select(static number => (long)number), (await log.ReadAllAsync(mostEntries: 7)).Select(static record => record.Position));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_duplicate_is_known_from_sealed_segments_and_from_their_ids_files(bool isReopened)
    {
        var log = await FillAsync(45);
        await LogFolder.UntilAsync(() => _folder.Files("ids-*.bin").Length == 4);
        if (isReopened)
        {
            log = _folder.Reopen();
        }

        Assert.Equal(new(AppendStatus.Stored, 5, 45), await log.AppendAsync(LogFolder.Numbered(0, 50), Cancel));
    }

    [Fact]
    public async Task An_ids_file_that_is_missing_or_damaged_is_made_again_from_the_events()
    {
        await FillAsync(45);
        await LogFolder.UntilAsync(() => _folder.Files("ids-*.bin").Length == 4);
        _folder.Close();
        var files = _folder.Files("ids-*.bin");
        File.Delete(files[0]);
        var bytes = await File.ReadAllBytesAsync(files[1], Cancel);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(files[1], bytes, Cancel);
        await File.WriteAllBytesAsync(files[2], bytes.AsMemory(0, 20).ToArray(), Cancel);

        var log = _folder.Open();

        Assert.Equal(45, (await log.AppendAsync(LogFolder.Numbered(0, 45), Cancel)).Duplicates);
        await LogFolder.UntilAsync(() => _folder.Files("ids-*.bin").Length == 4);
        Assert.Contains(_folder.Logs.Lines, static line => line.Id == 1924);
    }

    [Fact]
    public async Task What_every_reader_has_passed_is_deleted_and_its_ids_stay_until_the_window_has_passed()
    {
        var log = await FillAsync(35);
        await log.ReadCursorAsync("slow", Cancel);
        await log.StoreCursorAsync("fast", 36, Cancel);
        await log.StoreCursorAsync("slow", 25, Cancel);

        await LogFolder.UntilAsync(() => log.First == 21);
        Assert.Equal(15, (await log.ReadAsync(1, 100, 1 << 20, Cancel)).Count + 5);
        await LogFolder.UntilAsync(() => _folder.Counted("gatehouse.log.trimmed") == 20);
        log = _folder.Reopen();
        Assert.Equal(35, (await log.AppendAsync(LogFolder.Numbered(0, 35), Cancel)).Duplicates);

        _folder.Time.Advance(TimeSpan.FromHours(25));
        await LogFolder.UntilAsync(() => _folder.Files("ids-*.bin").Length == 0);
        Assert.Equal(new(AppendStatus.Stored, 30, 5), await log.AppendAsync(LogFolder.Numbered(0, 35), Cancel));
    }

    [Fact]
    public async Task A_reader_that_is_forgotten_is_not_waited_for()
    {
        var log = await FillAsync(35);
        await log.ReadCursorAsync("gone", Cancel);
        await log.StoreCursorAsync("here", 36, Cancel);
        Assert.Equal(1, log.First);

        await log.ForgetCursorAsync("gone", Cancel);

        await LogFolder.UntilAsync(() => log.First == 31);
    }

    [Fact]
    public async Task Nothing_is_trimmed_before_somebody_reads_or_while_it_is_retained()
    {
        _folder.Options = _folder.Options with { Retain = TimeSpan.FromHours(1) };
        var log = await FillAsync(35);
        await log.StoreCursorAsync("reader", 36, Cancel);
        _folder.Time.Advance(TimeSpan.FromMinutes(59));
        await LogFolder.UntilAsync(() => _folder.Files("ids-*.bin").Length == 3);
        Assert.Equal(1, log.First);

        _folder.Time.Advance(TimeSpan.FromMinutes(2));

        await LogFolder.UntilAsync(() => log.First == 31);
    }

    [Fact]
    public async Task Positions_go_on_when_all_is_trimmed_and_the_files_are_gone()
    {
        var log = await FillAsync(20);
        await log.StoreCursorAsync("reader", 21, Cancel);
        _folder.Close();
        foreach (var file in _folder.Files("events-*"))
        {
            File.Delete(file);
        }

        log = _folder.Open();

        Assert.Equal((21, 21), (log.First, log.Next));
        await log.AppendAsync(LogFolder.Numbered(100, 1), Cancel);
        Assert.Equal(21, Assert.Single(await log.ReadAllAsync()).Position);
    }

    [Fact]
    public async Task A_reader_of_trimmed_positions_waits_for_the_next_event()
    {
        var log = await FillAsync(20);
        await log.StoreCursorAsync("reader", 21, Cancel);
        await LogFolder.UntilAsync(() => log.First == 11);
        _folder.Close();
        foreach (var file in _folder.Files("events-*"))
        {
            File.Delete(file);
        }

        log = _folder.Open();
        var reading = log.ReadAsync(5, 10, 1 << 20, Cancel).AsTask();
        await log.AppendAsync(LogFolder.Numbered(100, 1), Cancel);

        Assert.Equal("m100", Assert.IsType<LogRecord>(Assert.Single(await reading)).Event.MessageId);
        Assert.Equal(0, _folder.Counted("gatehouse.log.lost/damaged"));
    }

    [Fact]
    public async Task Ids_beyond_their_memory_are_forgotten_from_the_oldest_on_and_counted()
    {
        _folder.Options = _folder.Options with { DedupBytes = 150 };
        var log = await FillAsync(45);

        await LogFolder.UntilAsync(() => _folder.Counted("gatehouse.log.ids.forgotten") == 20);
        Assert.Equal(["21", "31"], FirstPositions("ids-*.bin"));
        Assert.Equal(new(AppendStatus.Stored, 20, 25), await log.AppendAsync(LogFolder.Numbered(0, 45), Cancel));
    }

    private string[] FirstPositions(string pattern) => [.. _folder.Files(pattern).Select(static file => Path.GetFileNameWithoutExtension(file).Split('-')[1].TrimStart('0'))];

    private async Task<EventLog> FillAsync(int count)
    {
        var log = _folder.Open();
        for (var from = 0; from < count; from += 5)
        {
            Assert.Equal(5, (await log.AppendAsync(LogFolder.Numbered(from, 5), Cancel)).Stored);

            // A segment waits with its seal while the ids of the two before it are not in files.
            await LogFolder.UntilAsync(() => _folder.Files("ids-*.bin").Length + (_folder.Counted("gatehouse.log.ids.forgotten") / 10) >= (from / 10) - 1);
        }

        return log;
    }
}
