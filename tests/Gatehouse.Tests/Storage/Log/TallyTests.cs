using Gatehouse.Events;
using Gatehouse.Storage;
using Gatehouse.Storage.Log;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Tests.Storage.Log;

/// <summary>What is counted of calls beside the events that are stored.</summary>
public sealed class TallyTests : IDisposable
{
    private readonly LogFolder _folder = new();
    private MemoryEventLog? _memory;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _memory?.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_commit_that_only_stores_has_no_tally()
    {
        var log = _folder.Open();
        await log.AppendAsync(LogFolder.Numbered(0, 3), Cancel);

        Assert.Equal(4, log.Next);
    }

    [Fact]
    public async Task What_a_batch_brings_besides_is_counted_behind_its_events_and_is_no_event()
    {
        var log = _folder.Open();
        await log.AppendAsync(LogFolder.Numbered(0, 2) with { Refused = [new("bad_id", 3)] }, Cancel);

        var tally = Assert.IsType<LogTally>((await _folder.Reopen().ReadEntriesAsync())[^1]);

        Assert.Equal((3, "shop", _folder.Time.GetUtcNow()), (tally.Position, tally.Site, tally.At));
        Assert.Equal((5, 2, 0, 0), (tally.Received, tally.Stored, tally.Duplicates, tally.Shed));
        Assert.Equal([new("bad_id", 3)], tally.Refused);
    }

    [Fact]
    public async Task A_repeat_that_is_answered_as_stored_is_counted_on_the_disk_by_then()
    {
        var log = _folder.Open();
        await log.AppendAsync(LogFolder.Numbered(0, 2), Cancel);
        await log.AppendAsync(LogFolder.Numbered(0, 2), Cancel);

        Assert.Equal(4, log.Next);
        using var crashed = new LogFolder();
        foreach (var file in Directory.GetFiles(_folder.Path, "*.db*").Where(static file => !file.EndsWith("-shm", StringComparison.Ordinal)))
        {
            File.Copy(file, Path.Combine(crashed.Path, Path.GetFileName(file)));
        }

        var books = new LogBooks();
        await books.FollowAsync(crashed.Open());
        Assert.Equal((4, 2, 2), (books.Received, books.Records.Count, books.Duplicates));
    }

    [Fact]
    public async Task Every_site_of_a_commit_has_a_tally_of_its_own()
    {
        var log = _folder.Open();
        log.CountRefused("blog", "bad_json", 1);
        log.CountRefused("blog", "bad_json", 4);
        log.CountRefused("blog", "bad_key", 1);
        log.CountRefused("shop", "bad_json", 2);
        await log.AppendAsync(LogFolder.Numbered(0, 1), Cancel);

        var tallies = (await log.ReadEntriesAsync()).OfType<LogTally>().ToDictionary(static tally => tally.Site, StringComparer.Ordinal);

        Assert.Equal([new("bad_json", 5), new("bad_key", 1)], tallies["blog"].Refused);
        Assert.Equal((6, 0), (tallies["blog"].Received, tallies["blog"].Stored));
        Assert.Equal((3, 1), (tallies["shop"].Received, tallies["shop"].Stored));
    }

    [Theory]
    [InlineData(LogDurability.Fsync)]
    [InlineData(LogDurability.Memory)]
    public async Task What_is_refused_alone_is_in_the_log_after_a_second(object durability)
    {
        var log = Open((LogDurability)durability);
        log.CountRefused("shop", "bad_json", 2);
        var reading = log.ReadAsync(1, 10, 1 << 20, Cancel).AsTask();
        Assert.Equal(1, log.Next);

        _folder.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal([new("bad_json", 2)], Assert.IsType<LogTally>(Assert.Single(await reading)).Refused);
        log.CountRefused("shop", "bad_json", 3);
        reading = log.ReadAsync(2, 10, 1 << 20, Cancel).AsTask();
        _folder.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([new("bad_json", 3)], Assert.IsType<LogTally>(Assert.Single(await reading)).Refused);
    }

    [Fact]
    public async Task A_stop_forgets_nothing_that_was_refused()
    {
        _folder.Open().CountRefused("shop", "bad_json", 2);

        Assert.Equal(2, Assert.IsType<LogTally>(Assert.Single(await _folder.Reopen().ReadEntriesAsync())).Received);
    }

    [Fact]
    public async Task What_a_disk_in_trouble_did_not_take_is_counted_as_refused_when_it_works_again()
    {
        var log = _folder.Open();
        _folder.Hook = static step =>
        {
            if (step == LogStep.Commit)
            {
                throw new SqliteException("as a test wants it", 13);
            }
        };
        log.CountRefused("shop", "bad_json", 2);
        Assert.Equal(AppendStatus.DiskFull, (await log.AppendAsync(LogFolder.Numbered(0, 3) with { Refused = [new("bad_id", 1)] }, Cancel)).Status);
        _folder.Hook = null;

        await log.AppendAsync(LogFolder.Numbered(0, 3), Cancel);

        var books = new LogBooks();
        await books.FollowAsync(log);
        Assert.Equal((9, 3), (books.Received, books.Records.Count));
        Assert.Equal([new("bad_id", 1), new("bad_json", 2), new("disk_full", 3)], books.Refused);
    }

    [Theory]
    [InlineData(LogDurability.Fsync)]
    [InlineData(LogDurability.Memory)]
    public async Task What_was_shed_or_found_no_room_is_counted(object durability)
    {
        _folder.Options = _folder.Options with { DiskBudget = 4 << 20, AtLimit = LimitPolicy.Shed, Shed = [new(EventType.Page)] };
        var log = Open((LogDurability)durability);
        var books = new LogBooks();
        await books.FollowAsync(log);
        var (sent, shed, full) = (0, 0, 0);
        while (full < 3)
        {
            var isPage = sent % 2 == 0;
            var answer = await log.AppendAsync(LogFolder.Batch(LogFolder.Event("m" + sent++, isPage ? EventType.Page : EventType.Track, padding: 2000)), Cancel);
            shed += answer.Shed;
            full += answer.Status == AppendStatus.DiskFull ? 1 : 0;
        }

        while (books.Received < sent)
        {
            _folder.Time.Advance(TimeSpan.FromSeconds(1));
            await books.FollowAsync(log);
        }

        Assert.True(shed > 0);
        Assert.Equal((sent, shed), (books.Received, books.Shed));
        Assert.Equal([new("disk_full", full)], books.Refused);
    }

    [Fact]
    public async Task A_segment_of_before_there_were_tallies_is_read_and_written_on()
    {
        var log = _folder.Open();
        await log.AppendAsync(LogFolder.Numbered(0, 2), Cancel);
        _folder.Close();
        var file = Assert.Single(_folder.Files("events-*.db"));
        Assert.Equal("1", Run(file, "PRAGMA user_version = 1; PRAGMA user_version"));

        log = _folder.Open();

        await log.AppendAsync(LogFolder.Numbered(0, 3), Cancel);
        Assert.Equal(["m0", "m1", "m2"], await log.ReadIdsAsync());
        _folder.Close();
        Assert.Equal("2", Run(file, "PRAGMA user_version"));
    }

    private IEventLog Open(LogDurability durability)
    {
        if (durability == LogDurability.Memory)
        {
            _memory = new(_folder.Options, _folder.Time, _folder.Metrics);
            return _memory;
        }

        return _folder.Open();
    }

    private static string Run(string file, string text)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        return SqliteFile.Scalar(connection, text)!;
    }
}
