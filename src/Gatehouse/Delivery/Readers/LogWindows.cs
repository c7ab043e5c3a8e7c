using Gatehouse.Events;
using Gatehouse.Sites;

namespace Gatehouse.Delivery.Readers;

/// <summary>Reads the log for a destination, window by window: a batch a lane, of what the ledger has counted, and up to a gap.</summary>
/// <param name="around">The log and the ledger.</param>
/// <param name="settings">How large batches are, and how long they may wait.</param>
/// <param name="isOurs">Whether an event is of the destination's site.</param>
/// <param name="failed">Told when the log could not be read; it is tried again.</param>
internal sealed class LogWindows(ReaderSurroundings around, DestinationSettings settings, Func<LogRecord, bool> isOurs, Action<Exception> failed)
{
    private const int MostBytes = 32 << 20;

    // Entries of other sites are read too, and passed by.
    private const int LeastEntries = 100;

    private readonly Insistence _insistence = new(around.Time);
    private readonly int _wanted = settings.Batch.Events * settings.Concurrency;
    private readonly int _mostBytes = (int)Math.Min(settings.Batch.Bytes * settings.Concurrency, MostBytes);

    /// <summary>Reads a window, at least one entry. Waits for more as long as batches may wait.</summary>
    /// <param name="from">The first position that matters.</param>
    /// <param name="stop">Ends the waiting.</param>
    public async Task<IReadOnlyList<LogEntry>> ReadAsync(long from, CancellationToken stop)
    {
        await around.Ledger.WaitAsync(from, stop);
        var entries = await ReadOnceAsync(from, stop);
        if (settings.Batch.Age > TimeSpan.Zero && entries.OfType<LogRecord>().FirstOrDefault(isOurs) is { } first)
        {
            var until = first.Facts.ReceivedAt + settings.Batch.Age;
            while (IsSmall(entries) && until - around.Time.GetUtcNow() is { Ticks: > 0 } wait)
            {
                using var limit = new CancellationTokenSource(wait, around.Time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
                if (around.Ledger.Position <= entries[^1].Position + 1)
                {
                    // As many more as a batch lacks may come, or not; whichever is first. What is read is read again then, so not at each event.
                    await around.Ledger.WaitAsync(entries[^1].Position + Lacking(entries), either.Token).AsTask().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }

                stop.ThrowIfCancellationRequested();
                var before = entries.Count;
                entries = await ReadOnceAsync(from, stop);
                if (entries.Count == before && !limit.IsCancellationRequested)
                {
                    // There is more, and it is no part of this window, which ends at a gap.
                    break;
                }
            }
        }

        return entries;
    }

    private static long BytesOf(IReadOnlyList<LogEntry> entries) => entries.Sum(static entry => (long)entry.Bytes);

    private bool IsSmall(IReadOnlyList<LogEntry> entries) => entries.Count < _wanted && BytesOf(entries) < _mostBytes;

    /// <summary>How many more are wanted, if they are as large as those that are there.</summary>
    private long Lacking(IReadOnlyList<LogEntry> entries)
    {
        var bytes = Math.Max(1, BytesOf(entries));
        return Math.Max(1, Math.Min(_wanted - entries.Count, (_mostBytes - bytes) * entries.Count / bytes));
    }

    private async Task<IReadOnlyList<LogEntry>> ReadOnceAsync(long from, CancellationToken stop)
    {
        var entries = await _insistence.OfAsync(() => around.Log.ReadAsync(from, Math.Max(_wanted, LeastEntries), _mostBytes, stop).AsTask(), failed, stop);
        var counted = around.Ledger.Position;
        var ours = 0;
        for (var i = 0; i < entries.Count; i++)
        {
            var isBehindGap = i > 0 && entries[i].Position > entries[i - 1].Position + 1;
            if (isBehindGap || entries[i].Position >= counted || (ours == _wanted && entries[i] is LogRecord more && isOurs(more)))
            {
                // The first one is counted: that was waited for, or a gap has been passed. A gap is noted where a window begins.
                return i == 0 ? [entries[0]] : [.. entries.Take(i)];
            }

            ours += entries[i] is LogRecord record && isOurs(record) ? 1 : 0;
        }

        return entries;
    }
}
