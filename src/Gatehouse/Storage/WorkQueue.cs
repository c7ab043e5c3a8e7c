namespace Gatehouse.Storage;

/// <summary>What waits for a thread, in order and bounded.</summary>
/// <remarks>
/// A thread that has nothing to do sleeps at once. What the class library has for this spins before, and on two processors, which the
/// threads of a busy edge share, spinning takes from those that have work.
/// </remarks>
internal sealed class WorkQueue<T>(int mostWaiting)
{
    private readonly object _gate = new();
    private readonly Queue<T> _waiting = new();
    private readonly Queue<T> _urgent = new();
    private bool _isClosed;

    /// <summary>Whether nothing is taken any more.</summary>
    public bool IsClosed
    {
        get
        {
            lock (_gate)
            {
                return _isClosed;
            }
        }
    }

    /// <summary>Hands something over. False: too much waits, or the queue is closed.</summary>
    /// <param name="item">The thing.</param>
    /// <param name="isUrgent">It goes before all that is not. What is not waits for as long as there is something urgent.</param>
    public bool TryAdd(T item, bool isUrgent = false)
    {
        lock (_gate)
        {
            if (_isClosed || _waiting.Count + _urgent.Count >= mostWaiting)
            {
                return false;
            }

            (isUrgent ? _urgent : _waiting).Enqueue(item);
            Monitor.Pulse(_gate);
            return true;
        }
    }

    /// <summary>What comes, until the queue is closed and empty.</summary>
    public IEnumerable<T> TakeAll()
    {
        while (Take(out var item))
        {
            yield return item;
        }
    }

    /// <summary>Takes what is there at once; waits when there is nothing. False: the queue is closed and empty.</summary>
    /// <param name="into">Gets at most <paramref name="most"/>.</param>
    /// <param name="most">At least 1.</param>
    public bool Take(List<T> into, int most)
    {
        lock (_gate)
        {
            Wait();
            while (into.Count < most && TryDequeue(out var item))
            {
                into.Add(item);
            }

            return into.Count > 0;
        }
    }

    /// <summary>Takes nothing more; what waits is still handed out.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            Monitor.PulseAll(_gate);
        }
    }

    private bool Take(out T item)
    {
        lock (_gate)
        {
            Wait();
            return TryDequeue(out item);
        }
    }

    private bool TryDequeue(out T item) => _urgent.TryDequeue(out item!) || _waiting.TryDequeue(out item!);

    private void Wait()
    {
        while (_waiting.Count == 0 && _urgent.Count == 0 && !_isClosed)
        {
            Monitor.Wait(_gate);
        }
    }
}
