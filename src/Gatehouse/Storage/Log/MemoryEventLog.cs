using Gatehouse.Diagnostics;
using Gatehouse.Events;

namespace Gatehouse.Storage.Log;

/// <summary>
/// The log of mode <see cref="LogDurability.Memory"/>: no files; what is not delivered when the process ends is lost, and the answer
/// to the sender says so. The disk budget bounds its memory (64 MiB when there is none), with the same policies.
/// </summary>
internal sealed partial class MemoryEventLog : IEventLog, IDisposable
{
    private const long DefaultBudget = 64L << 20;
    private const int SlotBytes = 48;
    private const int TallyBytes = 512;

    private readonly Lock _gate = new();
    private readonly ReadSignal _signal = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly Dictionary<string, long> _cursors = new(StringComparer.Ordinal);
    private readonly List<MemoryChunk> _chunks = [new(1)];
    private readonly List<MemoryChunk> _trimmed = [];
    private readonly RefusedCounts _refused;
    private readonly EventLogOptions _options;
    private readonly TimeProvider _time;
    private readonly LogMetrics _metrics;
    private readonly long _budget;
    private long _bytes;
    private long _next = 1;
    private int _isDisposed;

    public MemoryEventLog(EventLogOptions options, TimeProvider time, LogMetrics metrics)
    {
        (_options, _time, _metrics, _budget) = (options, time, metrics, options.DiskBudget ?? DefaultBudget);
        _refused = new(time, WriteTallies);
        metrics.Observe("memory", static () => 0, () => Volatile.Read(ref _bytes), () => LevelOf(Volatile.Read(ref _bytes)), () => Next, () => First);
    }

    /// <inheritdoc/>
    public Guid Id { get; } = Guid.NewGuid();

    /// <inheritdoc/>
    public long First
    {
        get
        {
            lock (_gate)
            {
                return _chunks[0].First;
            }
        }
    }

    /// <inheritdoc/>
    public long Next => Volatile.Read(ref _next);

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Readers
    {
        get
        {
            lock (_gate)
            {
                return [.. _cursors.Keys];
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask<AppendResult> AppendAsync(EventBatch batch, CancellationToken cancellationToken)
    {
        var needed = 0L;
        foreach (var @event in batch.Events)
        {
            needed += RecordCodec.MostBytes(batch.Site, @event, batch.Facts);
        }

        AppendResult answer;
        lock (_gate)
        {
            answer = Volatile.Read(ref _isDisposed) == 1 ? new(AppendStatus.Failed) : Append(batch, needed);
        }

        if (answer.Status != AppendStatus.Stored)
        {
            _refused.Add(RefusedCount.Of(batch, RefusalReasons.Of(answer.Status)));
        }

        _metrics.Append(answer.Status == AppendStatus.Stored ? "stored" : "disk_full");
        if (answer.Stored + answer.Duplicates > 0)
        {
            _signal.Set();
        }

        return new(answer);
    }

    /// <inheritdoc/>
    public void CountRefused(string site, string reason, int count) => _refused.Add([new(site, reason, count)]);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<LogEntry>> ReadAsync(long from, int mostEntries, int mostBytes, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
        while (true)
        {
            var change = _signal.Next;
            if (Read(from, mostEntries, mostBytes) is { Count: > 0 } entries)
            {
                return entries;
            }

            await change.WaitAsync(ending.Token);
        }
    }

    /// <inheritdoc/>
    public ValueTask<long?> FindAsync(string site, string messageId, CancellationToken cancellationToken)
    {
        var id = Fingerprint.Of(site, messageId);
        lock (_gate)
        {
            var chunk = _chunks.FindLast(chunk => chunk.Ids.ContainsKey(id)) ?? _trimmed.FindLast(chunk => chunk.Ids.ContainsKey(id));
            return new(chunk is null ? null : chunk.First + chunk.Ids[id]);
        }
    }

    /// <inheritdoc/>
    public (long First, long Next) Within(DateTimeOffset from, DateTimeOffset to)
    {
        lock (_gate)
        {
            return TimeSpanPositions.Of(_chunks.Select(static one => (one.First, one.End, one.Newest)), _next, from, to);
        }
    }

    /// <inheritdoc/>
    public ValueTask<long> ReadCursorAsync(string reader, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_cursors.TryGetValue(reader, out var position))
            {
                _cursors[reader] = position = _chunks[0].First;
            }

            return new(position);
        }
    }

    /// <inheritdoc/>
    public ValueTask StoreCursorAsync(string reader, long position, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _cursors[reader] = position;
            Trim();
        }

        return default;
    }

    /// <inheritdoc/>
    public ValueTask ForgetCursorAsync(string reader, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _cursors.Remove(reader);
            Trim();
        }

        return default;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            _refused.Dispose();
            _closing.Cancel();
            _closing.Dispose();
        }
    }
}
