using Gatehouse.Diagnostics;
using Gatehouse.Events;

namespace Gatehouse.Storage.Log;

/// <summary>
/// The log of mode <see cref="LogDurability.Memory"/>: no files; what is not delivered when the process ends is lost, and the answer
/// to the sender says so. The disk budget bounds its memory (64 MiB when there is none), with the same policies.
/// </summary>
internal sealed class MemoryEventLog : IEventLog, IDisposable
{
    private const long DefaultBudget = 64L << 20;
    private const int SlotBytes = 32;

    private readonly Lock _gate = new();
    private readonly ReadSignal _signal = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly Dictionary<string, long> _cursors = new(StringComparer.Ordinal);
    private readonly List<MemoryChunk> _chunks = [new(1)];
    private readonly List<MemoryChunk> _trimmed = [];
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
            answer = Volatile.Read(ref _isDisposed) == 1 ? new(AppendStatus.Failed, 0, 0, 0) : Append(batch, needed);
        }

        _metrics.Append(answer.Status == AppendStatus.Stored ? "stored" : "disk_full");
        if (answer.Stored > 0)
        {
            _signal.Set();
        }

        return new(answer);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<LogRecord>> ReadAsync(long from, int mostRecords, int mostBytes, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
        while (true)
        {
            var change = _signal.Next;
            if (Read(from, mostRecords, mostBytes) is { Count: > 0 } records)
            {
                return records;
            }

            await change.WaitAsync(ending.Token);
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
            _closing.Cancel();
            _closing.Dispose();
        }
    }

    private int LevelOf(long bytes) => bytes >= _budget ? DiskUse.Full : bytes >= _budget * 0.9 ? DiskUse.Critical : bytes >= _budget * 0.75 ? DiskUse.High : 0;

    private AppendResult Append(EventBatch batch, long needed)
    {
        Trim();
        while (_options.AtLimit == LimitPolicy.Oldest && _bytes + needed > _budget && _chunks is [{ Bytes: > 0 } oldest, ..])
        {
            var passed = _cursors.Count == 0 ? 0 : _cursors.Values.Min();
            _metrics.Lost("oldest", oldest.End - Math.Clamp(passed, oldest.First, oldest.End));
            Remove(oldest);
        }

        var level = LevelOf(_bytes + needed);
        if (level == DiskUse.Full && _bytes > 0)
        {
            return new(AppendStatus.DiskFull, 0, 0, 0, TimeSpan.FromSeconds(1));
        }

        var (stored, duplicates, shed) = (0, 0, 0);
        foreach (var @event in batch.Events)
        {
            var id = Fingerprint.Of(batch.Site, @event.MessageId);
            if (IsRemembered(id))
            {
                duplicates++;
            }
            else if (level >= DiskUse.Critical && IsShed(batch.Site, @event))
            {
                shed++;
            }
            else
            {
                Add(batch, @event, id);
                stored++;
            }
        }

        return new(AppendStatus.Stored, stored, duplicates, shed);
    }

    private bool IsRemembered(UInt128 id) => _chunks.Exists(chunk => chunk.Ids.Contains(id)) || _trimmed.Exists(chunk => chunk.Ids.Contains(id));

    private bool IsShed(string site, ReceivedEvent @event)
    {
        if (_options.AtLimit != LimitPolicy.Shed || !_options.Shed.Any(rule => rule.Fits(@event)))
        {
            return false;
        }

        _metrics.Shed(site, EventTypes.NameOf(@event.Type));
        return true;
    }

    private void Add(EventBatch batch, ReceivedEvent @event, UInt128 id)
    {
        var chunk = _chunks[^1];
        if (chunk.Records.Count == MemoryChunk.MostRecords || chunk.Bytes > _budget / 16)
        {
            chunk = new(_next);
            _chunks.Add(chunk);
        }

        chunk.Records.Add(new(_next, batch.Site, @event, batch.Facts));
        chunk.Ids.Reserve(1);
        chunk.Ids.TryAdd(id);
        chunk.End = _next + 1;
        chunk.Newest = _time.GetUtcNow();
        var bytes = RecordCodec.MostBytes(batch.Site, @event, batch.Facts);
        chunk.Bytes += bytes;
        Volatile.Write(ref _bytes, _bytes + bytes);
        Volatile.Write(ref _next, _next + 1);
    }

    private List<LogRecord> Read(long from, int mostRecords, int mostBytes)
    {
        lock (_gate)
        {
            var records = new List<LogRecord>();
            if (_chunks.Find(chunk => chunk.End > from) is { } chunk)
            {
                var bytes = 0L;
                for (var i = (int)Math.Max(0, from - chunk.First); i < chunk.Records.Count && records.Count < mostRecords && bytes < mostBytes; i++)
                {
                    records.Add(chunk.Records[i]);
                    bytes += chunk.Records[i].Event.Json.Length;
                }
            }

            return records;
        }
    }

    private void Trim()
    {
        var now = _time.GetUtcNow();
        var passed = _cursors.Count == 0 ? 0 : _cursors.Values.Min();
        while (_chunks is [{ Bytes: > 0 } chunk, ..] && chunk.End <= passed && (_options.Retain is not { } retain || now - chunk.Newest > retain))
        {
            _metrics.Trimmed(chunk.End - chunk.First);
            Remove(chunk);
        }

        while (_trimmed is [var oldest, ..] && (now - oldest.Newest > _options.DedupWindow || _trimmed.Sum(static chunk => (long)chunk.Ids.Count * SlotBytes) > _options.DedupBytes))
        {
            if (now - oldest.Newest <= _options.DedupWindow)
            {
                _metrics.IdsForgotten(oldest.Ids.Count);
            }

            _trimmed.RemoveAt(0);
        }
    }

    private void Remove(MemoryChunk chunk)
    {
        Volatile.Write(ref _bytes, _bytes - chunk.Bytes);
        chunk.Bytes = 0;
        chunk.Records.Clear();
        _chunks.RemoveAt(0);
        _trimmed.Add(chunk);
        if (_chunks.Count == 0)
        {
            _chunks.Add(new(_next));
        }
    }
}
