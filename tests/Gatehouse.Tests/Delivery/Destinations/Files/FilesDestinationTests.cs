using System.Text;
using Gatehouse.Conformance.Delivery;
using Gatehouse.Delivery;
using Gatehouse.Delivery.Destinations.Files;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace Gatehouse.Tests.Delivery.Destinations.Files;

public sealed class FilesDestinationTests : IDisposable
{
    private readonly EventFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Files_lie_by_site_day_and_hour_of_receipt()
    {
        await using (var destination = _folder.Open())
        {
            // The suite's events are a second apart and begin at noon.
            await SendAsync(destination, DestinationEvents.Some(3599, 2));
        }

        Assert.Matches("^shop/2026-03-01/12/archive-[0-9a-f]{8}-0000000000000003599\\.ndjson\\.gz\nshop/2026-03-01/13/archive-[0-9a-f]{8}-0000000000000003600\\.ndjson\\.gz$", string.Join('\n', _folder.Names));
        Assert.Equal(["message-3599", "message-3600"], Ids());
    }

    [Fact]
    public async Task A_file_that_is_large_enough_is_closed_and_the_next_one_begins()
    {
        await using var destination = _folder.Open(new() { Folder = _folder.Path, Compression = FileCompression.None, RollBytes = 2000 });
        foreach (var batch in DestinationEvents.Some(1, 40).Chunk(4))
        {
            await SendAsync(destination, batch);
        }

        Assert.True(_folder.Names.Count(static name => name.EndsWith(".ndjson", StringComparison.Ordinal)) >= 3);
        await destination.DisposeAsync();
        Assert.Equal(DestinationEvents.Some(1, 40).Select(static one => one.MessageId), Ids());
    }

    [Fact]
    public async Task A_quiet_file_is_closed_when_it_is_old_enough()
    {
        var time = new FakeTimeProvider(DateTimeOffset.Parse("2026-03-01T12:00:00Z"));
        await using var destination = _folder.Open(time: time);
        await SendAsync(destination, DestinationEvents.Some(1, 3));
        Assert.EndsWith(".open", Assert.Single(_folder.Names), StringComparison.Ordinal);

        time.Advance(TimeSpan.FromMinutes(15));

        await UntilAsync(() => !Assert.Single(_folder.Names).EndsWith(".open", StringComparison.Ordinal));
        Assert.Equal(["message-1", "message-2", "message-3"], Ids());
    }

    [Fact]
    public async Task A_batch_that_comes_again_in_part_beside_another_is_written_once()
    {
        await using (var destination = _folder.Open())
        {
            await SendAsync(destination, [.. DestinationEvents.Some(1, 9).Where(static one => one.Position % 2 == 1)]);
            await SendAsync(destination, DestinationEvents.Some(1, 9));
            await SendAsync(destination, DestinationEvents.Some(4, 9));
        }

        Assert.Equal(DestinationEvents.Some(1, 12).Select(static one => one.MessageId).Order(StringComparer.Ordinal), Ids().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Several_lanes_at_once_write_each_event_once()
    {
        await using (var destination = _folder.Open())
        {
            await Task.WhenAll(DestinationEvents.Some(1, 400).GroupBy(static one => one.Position % 8).Select(lane => SendAsync(destination, [.. lane])));
        }

        Assert.Equal(DestinationEvents.Some(1, 400).Select(static one => one.MessageId).Order(StringComparer.Ordinal), Ids().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_replay_writes_the_same_events_under_other_names()
    {
        foreach (var replay in new[] { null, "r1", "r2" })
        {
            await using var destination = _folder.Open(replay: replay);
            await SendAsync(destination, DestinationEvents.Some(1, 3));
        }

        Assert.Equal(3, _folder.Names.Count);
        Assert.Equal(9, Ids().Count);
    }

    [Fact]
    public async Task Dead_letters_of_several_logs_at_one_position_are_each_written_once_under_a_name_of_their_own()
    {
        var log = Guid.NewGuid();
        DeliveryEvent[] letters = [Letter("of-the-first-log"), Letter("of-the-second-log"), Letter("of-the-first-log")];
        var names = new List<string>();
        var ids = new List<string>();
        foreach (var letter in letters)
        {
            await using (var destination = _folder.Open(replay: "dead-letters", log: log))
            {
                await SendAsync(destination, [letter]);
            }

            // The log may be replaced between two of them, and a file that is finished may be taken away.
            log = Guid.NewGuid();
            names.AddRange(_folder.Names);
            ids.AddRange(Ids());
            _folder.Names.ForEach(name => File.Delete(Path.Combine(_folder.Path, name)));
        }

        Assert.Equal(["of-the-first-log", "of-the-second-log"], ids);
        Assert.Equal(2, names.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task A_dead_letter_of_a_replay_is_another_one_than_that_of_the_event_as_it_came()
    {
        await using (var destination = _folder.Open(replay: "dead-letters"))
        {
            foreach (var replay in new[] { null, "1", "2", "1", null })
            {
                await destination.SendAsync(DestinationEvents.Batch([DestinationEvents.One(1)], replay: replay), TestContext.Current.CancellationToken);
            }
        }

        Assert.Equal(["message-1", "message-1", "message-1"], Ids());
    }

    [Fact]
    public async Task Line_breaks_between_values_do_not_break_lines()
    {
        await using (var destination = _folder.Open())
        {
            await SendAsync(destination, [DestinationEvents.One(1, "{\r\n \"a\":\n 1}")]);
        }

        Assert.Contains("\"a\":  1}", Assert.Single(_folder.Read()).Json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_lost_its_end_is_put_aside_and_others_go_on()
    {
        var disk = new FaultyDisk();
        var destination = _folder.Open(disk: disk);
        await SendAsync(destination, DestinationEvents.Some(1, 3));

        // The renaming at the end fails: the file stays open, as after a kill.
        disk.FailAt(disk.Steps + 1, static () => new IOException());
        await destination.DisposeAsync();
        var open = Path.Combine(_folder.Path, Assert.Single(_folder.Names));
        await File.WriteAllBytesAsync(open, (await File.ReadAllBytesAsync(open, TestContext.Current.CancellationToken))[..^1], TestContext.Current.CancellationToken);

        await using (var next = _folder.Open())
        {
            await SendAsync(next, DestinationEvents.Some(4, 1));
        }

        Assert.Single(_folder.Names, static name => name.EndsWith(".damaged", StringComparison.Ordinal));
        Assert.Single(_folder.Names, static name => name.EndsWith(".gz", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Ndjson")]
    [InlineData("Parquet")]
    public async Task Whatever_step_is_the_last_before_the_end_no_event_is_lost_or_doubled(string format)
    {
        for (var step = 1; ; step++)
        {
            using var folder = new EventFolder();
            var disk = new FaultyDisk();
            disk.EndAt(step);
            var options = new FilesOptions { Folder = folder.Path, Format = Enum.Parse<FileFormat>(format), RollBytes = 600 };
            var acknowledged = new List<long>();
            var isOver = false;
            var destination = folder.Open(options, new FakeTimeProvider(), disk);
            foreach (var batch in DestinationEvents.Some(3580, 40).Chunk(5))
            {
                try
                {
                    var result = await destination.SendAsync(DestinationEvents.Batch(batch), TestContext.Current.CancellationToken);
                    Assert.Equal(DeliveryVerdict.Delivered, result.Verdict);
                    acknowledged.AddRange(batch.Select(static one => one.Position));
                }
                catch (InvalidOperationException)
                {
                    // Everything from here on is another process.
                    isOver = true;
                    break;
                }
            }

            if (!isOver)
            {
                await Record.ExceptionAsync(() => destination.DisposeAsync().AsTask());
                isOver = disk.IsOver;
            }

            await using (var next = folder.Open(options))
            {
                foreach (var batch in DestinationEvents.Some(3580, 40).Where(one => !acknowledged.Contains(one.Position)).Chunk(7))
                {
                    await SendAsync(next, batch);
                }
            }

            Assert.Equal(DestinationEvents.Some(3580, 40).Select(static one => one.MessageId).Order(StringComparer.Ordinal), folder.Read().Select(static one => one.MessageId).Order(StringComparer.Ordinal));
            if (!isOver)
            {
                Assert.True(step > 25, "The end came too early to show anything.");
                return;
            }
        }
    }

    [Fact]
    public async Task A_parquet_file_is_made_of_its_journal_beside_the_writing()
    {
        var options = new FilesOptions { Folder = _folder.Path, Format = FileFormat.Parquet, Compression = FileCompression.Zstd, RollBytes = 600 };
        await using var destination = _folder.Open(options);
        foreach (var batch in DestinationEvents.Some(1, 40).Chunk(10))
        {
            await SendAsync(destination, batch);
        }

        await UntilAsync(() => _folder.Names.Exists(static name => name.EndsWith(".zst.parquet", StringComparison.Ordinal)));
        await destination.DisposeAsync();
        Assert.All(_folder.Names, static name => Assert.EndsWith(".zst.parquet", name, StringComparison.Ordinal));
        Assert.Equal(DestinationEvents.Some(1, 40).Select(static one => one.MessageId), Ids());
    }

    [Fact]
    public async Task Journals_are_made_into_parquet_files_also_when_the_settings_say_something_else_now()
    {
        await KilledAsync(new() { Folder = _folder.Path, Format = FileFormat.Parquet, Compression = FileCompression.Zstd });
        await KilledAsync(new() { Folder = _folder.Path, Format = FileFormat.Parquet, Compression = FileCompression.None }, first: 4);

        await using (var destination = _folder.Open())
        {
            await SendAsync(destination, DestinationEvents.Some(7, 3));
        }

        Assert.Equal([".gz", ".parquet", ".parquet"], _folder.Names.Select(Path.GetExtension).Order(StringComparer.Ordinal));
        Assert.Equal(DestinationEvents.Some(1, 9).Select(static one => one.MessageId), Ids().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_journal_that_cannot_be_read_is_put_aside_and_others_go_on()
    {
        var options = new FilesOptions { Folder = _folder.Path, Format = FileFormat.Parquet };
        await KilledAsync(options);
        var journal = Path.Combine(_folder.Path, Assert.Single(_folder.Names));
        var bytes = await File.ReadAllBytesAsync(journal, TestContext.Current.CancellationToken);
        bytes.AsSpan(20).Fill(0xFF);
        await File.WriteAllBytesAsync(journal, bytes, TestContext.Current.CancellationToken);

        await using (var destination = _folder.Open(options with { Compression = FileCompression.Zstd }))
        {
            await SendAsync(destination, DestinationEvents.Some(4, 3));
        }

        Assert.Single(_folder.Names, static name => name.EndsWith(".damaged", StringComparison.Ordinal));
        var whole = Assert.Single(_folder.Names, static name => name.EndsWith(".zst.parquet", StringComparison.Ordinal));
        Assert.Equal(3, EventFile.Read(Path.Combine(_folder.Path, whole)).Count);
    }

    [Fact]
    public async Task A_parquet_file_that_was_taken_away_before_its_journal_was_is_not_made_again()
    {
        var options = new FilesOptions { Folder = _folder.Path, Format = FileFormat.Parquet };
        var disk = new FaultyDisk();
        var destination = _folder.Open(options, new FakeTimeProvider(), disk);
        await SendAsync(destination, DestinationEvents.Some(1, 3));

        // The journal's deletion is the last step of all.
        for (var steps = disk.Steps + 1; !_folder.Names.Exists(static name => name.EndsWith(".parquet", StringComparison.Ordinal)); steps++)
        {
            disk.FailAt(steps, static () => new IOException("The cable came loose."));
            await destination.DisposeAsync();
            destination = _folder.Open(options, new FakeTimeProvider(), disk);
        }

        _folder.Names.Where(static name => name.EndsWith(".parquet", StringComparison.Ordinal)).ToList().ForEach(name => File.Delete(Path.Combine(_folder.Path, name)));
        await destination.DisposeAsync();

        Assert.Empty(_folder.Names);
    }

    [Fact]
    public async Task A_state_of_version_1_is_taken_over()
    {
        await KilledAsync(new() { Folder = _folder.Path });
        await using (var state = new SqliteConnection($"Data Source={Path.Combine(_folder.State, "files.db")};Pooling=False"))
        {
            await state.OpenAsync(TestContext.Current.CancellationToken);
            await using var back = state.CreateCommand();
            back.CommandText = "ALTER TABLE files RENAME COLUMN stage TO is_closed; PRAGMA user_version = 1";
            await back.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        await using (var destination = _folder.Open())
        {
            await SendAsync(destination, DestinationEvents.Some(1, 5));
        }

        Assert.Equal(DestinationEvents.Some(1, 5).Select(static one => one.MessageId), Ids());
    }

    [Fact]
    public void Settings_that_cannot_be_are_faults()
    {
        Assert.Equal("Gatehouse:Sites:shop:Destinations:d:Folder", Assert.Single(TestDestinations.Faults("""{ "Type": "files" }""")).Key);
        Assert.Equal("Gatehouse:Sites:shop:Destinations:d:Compression", Assert.Single(TestDestinations.Faults("""{ "Type": "files", "Folder": "/tmp", "Compression": "rar" }""")).Key);
        Assert.Equal("Gatehouse:Sites:shop:Destinations:d:Format", Assert.Single(TestDestinations.Faults("""{ "Type": "files", "Folder": "/tmp", "Format": "avro" }""")).Key);
        Assert.Equal("Gatehouse:Sites:shop:Destinations:d:RollBytes", Assert.Single(TestDestinations.Faults("""{ "Type": "files", "Folder": "/tmp", "RollBytes": "1" }""")).Key);
    }

    /// <summary>Writes three events, and fails to close their file: it stays open, as after a kill.</summary>
    private async Task KilledAsync(FilesOptions options, int first = 1)
    {
        var disk = new FaultyDisk();
        var destination = _folder.Open(options, new FakeTimeProvider(), disk);
        await SendAsync(destination, DestinationEvents.Some(first, 3));
        disk.EndAt(disk.Steps + 1);
        await Record.ExceptionAsync(() => destination.DisposeAsync().AsTask());
    }

    private static DeliveryEvent Letter(string id) => new()
    {
        Position = 5,
        Site = "shop",
        Type = "track",
        MessageId = id,
        Timestamp = DateTimeOffset.UnixEpoch,
        ReceivedAt = DateTimeOffset.UnixEpoch,
        Json = Encoding.UTF8.GetBytes($$"""{"messageId":"{{id}}"}"""),
    };

    private static async Task SendAsync(FilesDestination destination, DeliveryEvent[] events) =>
        Assert.Equal(DeliveryVerdict.Delivered, (await destination.SendAsync(DestinationEvents.Batch(events), TestContext.Current.CancellationToken)).Verdict);

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (!isSo())
        {
            await Task.Delay(10, limit.Token);
        }
    }

    private List<string> Ids() => [.. _folder.Read().Select(static one => one.MessageId)];
}
