using Gatehouse.Events;
using Gatehouse.Storage;
using Gatehouse.Storage.Log;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Tests.Storage.Log;

public sealed class LogTroubleTests : IDisposable
{
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int Full = 13;

    private readonly LogFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(LogStep.Commit, Full, AppendStatus.DiskFull)]
    [InlineData(LogStep.Commit, InputOutput, AppendStatus.Failed)]
    [InlineData(LogStep.Committed, InputOutput, AppendStatus.Failed)]
    [InlineData(LogStep.Committed, Full, AppendStatus.DiskFull)]
    public async Task A_commit_that_fails_is_answered_so_and_its_repeat_is_stored_once(object step, int error, object expected)
    {
        var log = _folder.Open();
        await log.AppendAsync(LogFolder.Numbered(0, 3), Cancel);
        FailOnce((LogStep)step, error);

        Assert.Equal((AppendStatus)expected, (await log.AppendAsync(LogFolder.Numbered(3, 3), Cancel)).Status);

        var again = await log.AppendAsync(LogFolder.Numbered(3, 3), Cancel);
        Assert.Equal((AppendStatus.Stored, 3), (again.Status, again.Stored + again.Duplicates));
        Assert.Equal(["m0", "m1", "m2", "m3", "m4", "m5"], await log.ReadIdsAsync());
        Assert.Equal(["m0", "m1", "m2", "m3", "m4", "m5"], await _folder.Reopen().ReadIdsAsync());
    }

    [Fact]
    public async Task A_full_disk_is_an_answer_and_the_first_append_after_it_works()
    {
        // SQLite answers a database that may not grow as it answers a disk without space.
        _folder.Settings = "PRAGMA max_page_count = 40;";
        var log = _folder.Open();
        var stored = 0;
        while ((await log.AppendAsync(LogFolder.Numbered(stored, 1, padding: 20_000), Cancel)).Status == AppendStatus.Stored)
        {
            stored++;
        }

        Assert.InRange(stored, 1, 20);
        var refused = await log.AppendAsync(LogFolder.Numbered(stored, 1, padding: 20_000), Cancel);
        Assert.Equal(AppendStatus.DiskFull, refused.Status);
        Assert.NotNull(refused.RetryAfter);
        Assert.Equal(stored, (await log.ReadAllAsync()).Count);
        Assert.Equal(1, (await log.AppendAsync(LogFolder.Numbered(stored, 1), Cancel)).Stored);
        _folder.Settings = "";
        log = _folder.Reopen();
        Assert.Equal(new(AppendStatus.Stored, 1, stored + 1), await log.AppendAsync(LogFolder.Numbered(0, stored + 2), Cancel));
    }

    [Fact]
    public async Task A_segment_that_cannot_be_made_stops_appends_until_it_can()
    {
        _folder.Options = _folder.Options with { SegmentRecords = 10 };
        var log = _folder.Open();
        await log.AppendAsync(LogFolder.Numbered(0, 10), Cancel);
        FailOnce(LogStep.CreateSegment, Full);

        Assert.Equal(AppendStatus.DiskFull, (await log.AppendAsync(LogFolder.Numbered(10, 1), Cancel)).Status);
        Assert.Equal(AppendStatus.Stored, (await log.AppendAsync(LogFolder.Numbered(10, 1), Cancel)).Status);
        Assert.Equal(11, (await log.ReadAllAsync()).Count);
    }

    [Fact]
    public async Task An_ids_file_that_cannot_be_written_is_written_later_and_its_ids_are_known_all_the_time()
    {
        _folder.Options = _folder.Options with { SegmentRecords = 10 };
        var log = _folder.Open();
        _folder.Hook = static step =>
        {
            if (step == LogStep.WriteIds)
            {
                throw new IOException("No space left on device");
            }
        };
        for (var from = 0; from < 60; from += 10)
        {
            await log.AppendAsync(LogFolder.Numbered(from, 10), Cancel);
        }

        Assert.Equal(60, (await log.AppendAsync(LogFolder.Numbered(0, 60), Cancel)).Duplicates);
        Assert.Empty(_folder.Files("ids-*.bin"));
        Assert.Equal(3, _folder.Files("events-*.db").Length);
        _folder.Hook = null;
        _folder.Time.Advance(TimeSpan.FromMinutes(1));
        await LogFolder.UntilAsync(() => _folder.Files("ids-*.bin").Length == 2);
        Assert.Equal(60, (await log.AppendAsync(LogFolder.Numbered(0, 60), Cancel)).Duplicates);
    }

    [Fact]
    public async Task A_cursor_that_cannot_be_stored_is_tried_again_and_counts_meanwhile()
    {
        _folder.Options = _folder.Options with { SegmentRecords = 10 };
        var log = _folder.Open();
        await log.AppendAsync(LogFolder.Numbered(0, 10), Cancel);
        await log.AppendAsync(LogFolder.Numbered(10, 10), Cancel);
        await log.ReadCursorAsync("reader", Cancel);
        FailOnce(LogStep.WriteCursor, Full);

        await log.StoreCursorAsync("reader", 21, Cancel);

        await LogFolder.UntilAsync(() => log.First == 11);
        await LogFolder.UntilAsync(() =>
        {
            _folder.Time.Advance(TimeSpan.FromSeconds(1));
            return _folder.StoredCursor("reader") == 21;
        });
        Assert.Equal(21, await _folder.Reopen().ReadCursorAsync("reader", Cancel));
    }

    [Fact]
    public async Task A_copy_of_the_files_as_a_crash_leaves_them_has_every_answered_event_once()
    {
        _folder.Options = _folder.Options with { SegmentRecords = 20 };
        var log = _folder.Open();
        for (var i = 0; i < 50; i++)
        {
            await log.AppendAsync(LogFolder.Numbered(i, 1), Cancel);
        }

        // What the housekeeper renames could not be copied.
        await LogFolder.UntilAsync(() => _folder.Files("ids-*.bin").Length == 2);
        using var crashed = new LogFolder();
        foreach (var file in Directory.GetFiles(_folder.Path).Where(static file => !file.EndsWith("-shm", StringComparison.Ordinal) && !file.EndsWith(".lock", StringComparison.Ordinal)))
        {
            File.Copy(file, Path.Combine(crashed.Path, Path.GetFileName(file)));
        }

        var again = crashed.Open();

        Assert.Equal(log.Id, again.Id);
        Assert.Equal(50, (await again.ReadAllAsync()).Count);
        Assert.Equal(new(AppendStatus.Stored, 1, 50), await again.AppendAsync(LogFolder.Numbered(0, 51), Cancel));
        Assert.Contains(crashed.Logs.Lines, static line => line.Id == 1922);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4096)]
    [InlineData(40_000)]
    public async Task A_torn_tail_is_cut_at_the_last_whole_commit(int torn)
    {
        var log = _folder.Open();
        for (var i = 0; i < 100; i++)
        {
            await log.AppendAsync(LogFolder.Numbered(i, 1, padding: 500), Cancel);
        }

        using var crashed = new LogFolder();
        var name = Path.GetFileName(_folder.Files("events-*.db")[0]);
        File.Copy(Path.Combine(_folder.Path, name), Path.Combine(crashed.Path, name));
        var wal = await File.ReadAllBytesAsync(Path.Combine(_folder.Path, name + "-wal"), Cancel);
        await File.WriteAllBytesAsync(Path.Combine(crashed.Path, name + "-wal"), wal[..^torn], Cancel);

        var again = crashed.Open();

        var ids = await again.ReadIdsAsync();
        Assert.InRange(ids.Length, 1, 99);
        Assert.Equal(Enumerable.Range(0, ids.Length).Select(static number => $"m{number}"), ids);
        Assert.Equal(new(AppendStatus.Stored, 100 - ids.Length, ids.Length), await again.AppendAsync(LogFolder.Numbered(0, 100), Cancel));
    }

    [Fact]
    public async Task A_broken_page_in_the_middle_is_read_around_reported_and_put_aside_when_all_is_read()
    {
        await FillThreeSegmentsAsync();
        Damage(_folder.Files("events-*.db")[1], 0.5, 4096);

        var log = _folder.Open();
        var records = await log.ReadAllAsync();

        Assert.InRange(records.Count, 250, 299);
        Assert.Equal(300 - records.Count, _folder.Counted("gatehouse.log.lost/damaged"));
        Assert.Equal(records.Select(static record => record.Position).Order(), records.Select(static record => record.Position));
        Assert.Contains(_folder.Logs.Lines, static line => line.Id == 1911);
        Assert.Equal(new(AppendStatus.Stored, 1, 300), await log.AppendAsync(LogFolder.Numbered(0, 301), Cancel));
        await log.StoreCursorAsync("reader", log.Next, Cancel);
        await LogFolder.UntilAsync(() => log.First == 301);
        Assert.Single(_folder.Files("events-*.corrupt-20260301120000000"));
    }

    [Theory]
    [InlineData(0, 101)]
    [InlineData(1, 1)]
    public async Task A_segment_that_is_no_database_is_put_aside_and_the_gap_shows_in_the_positions(int index, int first)
    {
        await FillThreeSegmentsAsync();
        await File.WriteAllBytesAsync(_folder.Files("events-*.db")[index], new byte[50_000].Select(static _ => (byte)0xA5).ToArray(), Cancel);

        var log = _folder.Open();

        Assert.Equal(301, log.Next);
        var records = await log.ReadAllAsync();
        Assert.Equal(200, records.Count);
        Assert.Equal(100, _folder.Counted("gatehouse.log.lost/damaged"));
        Assert.Equal(first, log.First);
        Assert.Single(_folder.Files("events-*.corrupt-*"));
        Assert.Contains(_folder.Logs.Lines, static line => line.Id == 1923);
        Assert.Equal(300, (await log.AppendAsync(LogFolder.Numbered(0, 300), Cancel)).Duplicates);
    }

    [Fact]
    public async Task When_the_newest_segment_is_no_database_no_position_is_given_twice()
    {
        await FillThreeSegmentsAsync();
        await File.WriteAllBytesAsync(_folder.Files("events-*.db")[2], new byte[50_000].Select(static _ => (byte)0xA5).ToArray(), Cancel);

        var log = _folder.Open();

        Assert.Equal(201 + Segment.MostPositions, log.Next);
        Assert.Equal(1, (await log.AppendAsync(LogFolder.Numbered(1000, 1), Cancel)).Stored);
        log = _folder.Reopen();
        var ids = await log.ReadIdsAsync();
        Assert.Equal((201, "m1000"), (ids.Length, ids[^1]));
    }

    [Fact]
    public async Task Damage_found_by_the_writer_begins_a_new_segment()
    {
        var log = _folder.Open();
        await log.AppendAsync(LogFolder.Numbered(0, 5), Cancel);
        FailOnce(LogStep.Commit, Corrupt);

        Assert.Equal(AppendStatus.Failed, (await log.AppendAsync(LogFolder.Numbered(5, 5), Cancel)).Status);
        Assert.Equal(new(AppendStatus.Stored, 5, 5), await log.AppendAsync(LogFolder.Numbered(0, 10), Cancel));

        Assert.Equal(2, _folder.Files("events-*.db").Length);
        Assert.Equal(10, (await log.ReadAllAsync()).Count);
    }

    [Fact]
    public async Task A_flipped_bit_in_an_event_costs_that_event_and_is_reported()
    {
        var log = _folder.Open();
        await log.AppendAsync(LogFolder.Numbered(0, 10, padding: 100), Cancel);
        _folder.Close();
        var file = _folder.Files("events-*.db")[0];
        var bytes = await File.ReadAllBytesAsync(file, Cancel);
        bytes[bytes.AsSpan().IndexOf("\"messageId\":\"m4\""u8) + 14] ^= 1;
        await File.WriteAllBytesAsync(file, bytes, Cancel);

        var ids = await _folder.Open().ReadIdsAsync();

        Assert.Equal(9, ids.Length);
        Assert.DoesNotContain("m4", ids);
        Assert.Equal(1, _folder.Counted("gatehouse.log.lost/damaged"));
    }

    [Fact]
    public async Task Broken_cursors_are_put_aside_and_the_log_keeps_its_id()
    {
        var log = _folder.Open();
        var id = log.Id;
        await log.AppendAsync(LogFolder.Numbered(0, 5), Cancel);
        await log.StoreCursorAsync("reader", 4, Cancel);
        _folder.Close();
        await File.WriteAllBytesAsync(Path.Combine(_folder.Path, "log.db"), new byte[5000].Select(static _ => (byte)0xA5).ToArray(), Cancel);

        log = _folder.Open();

        Assert.Equal(id, log.Id);
        Assert.Equal(1, await log.ReadCursorAsync("reader", Cancel));
        Assert.Single(_folder.Files("log.db.corrupt-*"));
    }

    [Theory]
    [InlineData("events-*.db")]
    [InlineData("log.db")]
    public void A_file_of_a_newer_version_is_refused_and_left_alone(string pattern)
    {
        _folder.Open();
        _folder.Close();
        Run(_folder.Files(pattern)[0], "PRAGMA user_version = 7");

        var refusal = Assert.Throws<StorageException>(_folder.Open);

        Assert.Contains("schema 7", refusal.Message, StringComparison.Ordinal);
        Run(_folder.Files(pattern)[0], "PRAGMA user_version = 1");
        _folder.Open();
    }

    [Fact]
    public async Task A_segment_whose_making_was_cut_off_is_made_again()
    {
        var log = _folder.Open();
        await log.AppendAsync(LogFolder.Numbered(0, 5), Cancel);
        _folder.Close();
        await File.WriteAllBytesAsync(new Segment(_folder.Path, 6).Path, [], Cancel);
        await File.WriteAllBytesAsync(IdsFile.PathOf(_folder.Path, 1) + ".new", [1, 2, 3], Cancel);

        log = _folder.Open();

        Assert.Equal(new(AppendStatus.Stored, 1, 5), await log.AppendAsync(LogFolder.Numbered(0, 6), Cancel));
        Assert.Equal(6, (await _folder.Reopen().ReadAllAsync()).Count);
        Assert.Empty(_folder.Files("*.new"));
    }

    private void FailOnce(LogStep at, int error) => _folder.Hook = step =>
    {
        if (step == at)
        {
            _folder.Hook = null;
            throw new SqliteException("as a test wants it", error);
        }
    };

    private async Task FillThreeSegmentsAsync()
    {
        _folder.Options = _folder.Options with { SegmentRecords = 100 };
        var log = _folder.Open();
        for (var from = 0; from < 300; from += 20)
        {
            await log.AppendAsync(LogFolder.Numbered(from, 20, padding: 500), Cancel);
        }

        await LogFolder.UntilAsync(() => _folder.Files("ids-*.bin").Length == 2);
        _folder.Close();
    }

    private static void Damage(string file, double place, int count)
    {
        var bytes = File.ReadAllBytes(file);
        bytes.AsSpan((int)(bytes.Length * place) / 4096 * 4096, count).Fill(0xA5);
        File.WriteAllBytes(file, bytes);
    }

    private static void Run(string file, string text)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        SqliteFile.Execute(connection, text);
    }
}
