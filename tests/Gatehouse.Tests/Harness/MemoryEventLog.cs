using Gatehouse.Events;

namespace Gatehouse.Tests.Harness;

/// <summary>The log's contract in its simplest form, for tests of what stands in front of it and behind it; its disk can be made to fail.</summary>
internal sealed class MemoryEventLog : IEventLog
{
    private readonly Lock _lock = new();
    private readonly List<LogRecord> _records = [];
    private readonly HashSet<(string Site, string MessageId)> _ids = [];
    private readonly Dictionary<string, long> _cursors = new(StringComparer.Ordinal);
    private readonly HashSet<long> _damaged = [];
    private TaskCompletionSource _appended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _first;

    public Guid Id { get; } = Guid.CreateVersion7(DateTimeOffset.UnixEpoch);

    public long First => Locked(() => _first);

    public long Next => Locked(() => _first + _records.Count);

    public IReadOnlyCollection<string> Readers => Locked<IReadOnlyCollection<string>>(() => [.. _cursors.Keys]);

    /// <summary>What the last batch brought besides its events.</summary>
    public IReadOnlyCollection<KeyValuePair<string, int>> RefusedWithBatch { get; private set; } = [];

    /// <summary>What appending answers instead of doing it. Null: it does it.</summary>
    public AppendResult? Trouble { get; set; }

    /// <summary>How many of the next cursors of whoever delivers cannot be stored.</summary>
    public int CursorFailures { get; set; }

    /// <summary>Every cursor that was stored, in order.</summary>
    public List<(string Reader, long Position)> StoredCursors { get; } = [];

    /// <summary>Everything that was refused with no batch to go with, in order.</summary>
    public List<(string Site, string Reason, int Count)> Refused { get; } = [];

    /// <summary>Forgets the oldest events, as a disk budget may.</summary>
    public void Trim(int count)
    {
        lock (_lock)
        {
            _records.RemoveRange(0, count);
            _first += count;
        }
    }

    /// <summary>Makes an event unreadable, as a damaged file does; those before and behind it are read.</summary>
    public void Damage(long position)
    {
        lock (_lock)
        {
            _damaged.Add(position);
        }
    }

    public ValueTask<AppendResult> AppendAsync(EventBatch batch, CancellationToken cancellationToken)
    {
        RefusedWithBatch = batch.Refused;
        if (Trouble is { } trouble)
        {
            return ValueTask.FromResult(trouble);
        }

        lock (_lock)
        {
            var before = _records.Count;
            foreach (var received in batch.Events)
            {
                if (_ids.Add((batch.Site, received.MessageId)))
                {
                    _records.Add(new(_first + _records.Count, batch.Site, received, batch.Facts));
                }
            }

            var stored = _records.Count - before;
            _appended.TrySetResult();
            _appended = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return ValueTask.FromResult(new AppendResult(AppendStatus.Stored, stored, batch.Events.Count - stored));
        }
    }

    public void CountRefused(string site, string reason, int count)
    {
        lock (_lock)
        {
            Refused.Add((site, reason, count));
        }
    }

    public async ValueTask<IReadOnlyList<LogEntry>> ReadAsync(long from, int mostEntries, int mostBytes, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task appended;
            lock (_lock)
            {
                var found = _records.Where(record => record.Position >= from && !_damaged.Contains(record.Position)).Take(mostEntries).ToList();
                if (found.Count > 0)
                {
                    return found;
                }

                appended = _appended.Task;
            }

            await appended.WaitAsync(cancellationToken);
        }
    }

    public ValueTask<long?> FindAsync(string site, string messageId, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Locked(() => _records.Find(record => record.Site == site && record.Event.MessageId == messageId)?.Position));

    public (long First, long Next) Within(DateTimeOffset from, DateTimeOffset to) => Locked(() => (_first, _first + _records.Count));

    public ValueTask<long> ReadCursorAsync(string reader, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Locked(() => _cursors.TryAdd(reader, _first) ? _first : _cursors[reader]));

    public ValueTask StoreCursorAsync(string reader, long position, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (reader.StartsWith("destination:", StringComparison.Ordinal) && CursorFailures-- > 0)
            {
                throw new IOException("The disk is full.");
            }

            _cursors[reader] = position;
            StoredCursors.Add((reader, position));
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask ForgetCursorAsync(string reader, CancellationToken cancellationToken)
    {
        Locked(() => _cursors.Remove(reader));
        return ValueTask.CompletedTask;
    }

    private T Locked<T>(Func<T> read)
    {
        lock (_lock)
        {
            return read();
        }
    }
}
