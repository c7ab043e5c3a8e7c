namespace Gatehouse.Storage;

/// <summary>
/// Reads for pages on the threads of the server's pool, where no page waits for a thread to wake. A disk that stalls holds as many of
/// them as there are slots; the pages themselves go on at their deadline.
/// </summary>
internal sealed class ProfileReadSlots : IDisposable
{
    // Each has a connection of its own.
    private const int Most = 8;

    private readonly object _gate = new();
    private readonly Stack<ProfileReadSlot> _free = new();
    private readonly int _slots;
    private bool _isClosed;

    /// <param name="connect">Makes a slot's connection.</param>
    /// <param name="slots">How many.</param>
    public ProfileReadSlots(Func<IStoreConnection> connect, int slots)
    {
        _slots = slots;
        for (var number = 0; number < slots; number++)
        {
            _free.Push(new(connect(), GiveBack));
        }
    }

    /// <summary>As many as leave one of the threads that the pool makes without delay, so none where that is only one.</summary>
    public static int Fitting
    {
        get
        {
            ThreadPool.GetMinThreads(out var threads, out _);
            return Math.Clamp(threads - 1, 0, Most);
        }
    }

    /// <summary>A slot for one read. Null: all are taken, or the store is closing.</summary>
    public ProfileReadSlot? TryTake()
    {
        lock (_gate)
        {
            return !_isClosed && _free.TryPop(out var slot) ? slot : null;
        }
    }

    /// <summary>Waits for the reads under way.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isClosed = true;
            while (_free.Count < _slots)
            {
                Monitor.Wait(_gate);
            }

            foreach (var slot in _free)
            {
                slot.Dispose();
            }
        }
    }

    private void GiveBack(ProfileReadSlot slot)
    {
        lock (_gate)
        {
            _free.Push(slot);
            Monitor.Pulse(_gate);
        }
    }
}
