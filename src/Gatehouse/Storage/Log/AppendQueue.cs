namespace Gatehouse.Storage.Log;

/// <summary>Appends that wait for the writer, bounded in events and in bytes.</summary>
internal sealed class AppendQueue(int mostRecords, long mostBytes)
{
    // What one commit takes: enough that a sync is shared by many, little enough that nobody waits for a commit of seconds.
    private const int MostRecordsInCommit = 4096;
    private const int MostBytesInCommit = 8 << 20;

    private readonly object _gate = new();
    private readonly Queue<PendingAppend> _waiting = new();
    private long _bytes;
    private int _records;
    private bool _isClosed;
    private bool _isNudged;

    /// <summary>Events that wait, those in the commit that is being made included.</summary>
    public int Records => Volatile.Read(ref _records);

    /// <summary>Whether nothing more would be taken.</summary>
    public bool IsFull => IsClosed || Records >= mostRecords || Volatile.Read(ref _bytes) >= mostBytes;

    /// <summary>Whether nothing is taken any more.</summary>
    public bool IsClosed => Volatile.Read(ref _isClosed);

    /// <summary>Hands an append over. False: too much waits, or the log is closing.</summary>
    public bool TryAdd(PendingAppend append)
    {
        lock (_gate)
        {
            // One that is too large for the queue may still pass when it is alone.
            if (_isClosed || (_records > 0 && (_records + append.Count > mostRecords || _bytes + append.Bytes > mostBytes)))
            {
                return false;
            }

            _records += append.Count;
            _bytes += append.Bytes;
            _waiting.Enqueue(append);
            Monitor.Pulse(_gate);
            return true;
        }
    }

    /// <summary>Takes what is there for one commit; waits when there is nothing, until a nudge. False: the queue is closed and empty.</summary>
    public bool Take(List<PendingAppend> into)
    {
        lock (_gate)
        {
            while (_waiting.Count == 0 && !_isClosed && !_isNudged)
            {
                Monitor.Wait(_gate);
            }

            _isNudged = false;
            TakeLocked(into);
            return into.Count > 0 || !_isClosed;
        }
    }

    /// <summary>Asks for a commit even if nothing waits.</summary>
    public void Nudge()
    {
        lock (_gate)
        {
            _isNudged = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Says that appends that were taken are answered.</summary>
    public void Done(List<PendingAppend> taken)
    {
        lock (_gate)
        {
            foreach (var append in taken)
            {
                _records -= append.Count;
                _bytes -= append.Bytes;
            }
        }
    }

    /// <summary>Takes nothing any more; what waits is still handed out.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            Monitor.Pulse(_gate);
        }
    }

    private void TakeLocked(List<PendingAppend> into)
    {
        var records = 0;
        var bytes = 0;
        while (_waiting.TryPeek(out var next) && (into.Count == 0 || (records + next.Count <= MostRecordsInCommit && bytes + next.Bytes <= MostBytesInCommit)))
        {
            records += next.Count;
            bytes += next.Bytes;
            into.Add(_waiting.Dequeue());
        }
    }
}
