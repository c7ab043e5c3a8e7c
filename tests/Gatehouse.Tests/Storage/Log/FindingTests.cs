using Gatehouse.Events;
using Gatehouse.Storage.Log;

namespace Gatehouse.Tests.Storage.Log;

/// <summary>An event is found by its message id wherever the log has it.</summary>
public sealed class FindingTests : IDisposable
{
    private readonly LogFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_event_of_the_open_segment_is_found_at_its_position()
    {
        var log = _folder.Open();
        await log.AppendAsync(LogFolder.Numbered(0, 3) with { Refused = [new("bad_id", 1)] }, Cancel);
        await log.AppendAsync(LogFolder.Numbered(2, 3), Cancel);

        Assert.Equal([1, 2, 3, 5, 6, null], await PositionsAsync(log, 0, 6));
        Assert.Null(await log.FindAsync("blog", "m0", Cancel));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_event_of_a_sealed_segment_is_found_before_and_after_a_restart(bool isReopened)
    {
        var log = await FillAsync();
        if (isReopened)
        {
            log = _folder.Reopen();
        }

        await AssertFoundAsync(log);
    }

    [Fact]
    public async Task An_event_is_found_while_its_ids_have_no_file()
    {
        _folder.Options = _folder.Options with { SegmentRecords = 10 };
        _folder.Hook = static step =>
        {
            if (step == LogStep.WriteIds)
            {
                throw new IOException("No space left on device");
            }
        };
        var log = _folder.Open();
        for (var from = 0; from < 25; from += 5)
        {
            await log.AppendAsync(LogFolder.Numbered(from, 5), Cancel);
        }

        Assert.Empty(_folder.Files("ids-*.bin"));
        Assert.Equal(Enumerable.Range(1, 25).Select(static number => (long?)number), await PositionsAsync(log, 0, 25));
    }

    [Fact]
    public async Task The_position_of_an_event_is_known_when_its_segment_is_deleted()
    {
        var log = await FillAsync();
        await log.StoreCursorAsync("reader", log.Next, Cancel);
        await LogFolder.UntilAsync(() => log.First == 21);

        await AssertFoundAsync(log);
    }

    [Fact]
    public async Task An_ids_file_that_knows_no_positions_leaves_the_search_to_the_segment()
    {
        await FillAsync();
        _folder.Close();
        foreach (var path in _folder.Files("ids-*.bin"))
        {
            await ForgetPositionsAsync(path);
        }

        await AssertFoundAsync(_folder.Open());
    }

    [Fact]
    public async Task An_ids_file_that_is_damaged_where_the_start_does_not_read_is_reported_and_made_again()
    {
        await FillAsync();
        _folder.Close();
        var path = _folder.Files("ids-*.bin")[0];
        var whole = await File.ReadAllBytesAsync(path, Cancel);
        await File.WriteAllBytesAsync(path, [.. whole[..^1], (byte)~whole[^1]], Cancel);

        var log = _folder.Open();

        await LogFolder.UntilAsync(() => File.ReadAllBytes(path).AsSpan().SequenceEqual(whole));
        Assert.Contains(_folder.Logs.Lines, static line => line.Id == 1926);
        await AssertFoundAsync(log);
    }

    [Fact]
    public async Task Memory_finds_events_also_when_they_are_trimmed()
    {
        using var log = new MemoryEventLog(_folder.Options, _folder.Time, _folder.Metrics);
        await log.AppendAsync(LogFolder.Numbered(0, 3), Cancel);
        await log.AppendAsync(LogFolder.Numbered(2, 2), Cancel);
        Assert.Equal([1, 2, 3, 4, null], await PositionsAsync(log, 0, 5));

        await log.StoreCursorAsync("reader", log.Next, Cancel);

        Assert.Equal(log.Next, log.First);
        Assert.Equal([1, 2, 3, 4, null], await PositionsAsync(log, 0, 5));
    }

    private static async Task<List<long?>> PositionsAsync(IEventLog log, int from, int count)
    {
        var positions = new List<long?>();
        for (var number = from; number < from + count; number++)
        {
            positions.Add(await log.FindAsync("shop", $"m{number}", Cancel));
        }

        return positions;
    }

    private static async Task AssertFoundAsync(EventLog log) =>
        Assert.Equal(Enumerable.Range(1, 25).Select(static number => (long?)number).Append(null), await PositionsAsync(log, 0, 26));

    /// <summary>Makes a file of format 2 one of format 1: a head without the filter's words, and the fingerprints.</summary>
    private static async Task ForgetPositionsAsync(string path)
    {
        var bytes = await File.ReadAllBytesAsync(path, Cancel);
        var ids = bytes[(56 + 64)..^40];
        byte[] head = [.. "GHIDS\0\0\u0001"u8, .. bytes[8..36], 0, 0, 0, 0, .. BitConverter.GetBytes(Checksum.Of(ids))];
        await File.WriteAllBytesAsync(path, [.. head, .. BitConverter.GetBytes(Checksum.Of(head)), .. ids], Cancel);
    }

    /// <summary>Two sealed segments of ten events and an open one of five.</summary>
    private async Task<EventLog> FillAsync()
    {
        _folder.Options = _folder.Options with { SegmentRecords = 10 };
        var log = _folder.Open();
        for (var from = 0; from < 25; from += 5)
        {
            await log.AppendAsync(LogFolder.Numbered(from, 5), Cancel);
        }

        await LogFolder.UntilAsync(() => _folder.Files("ids-*.bin").Length == 2);
        return log;
    }
}
