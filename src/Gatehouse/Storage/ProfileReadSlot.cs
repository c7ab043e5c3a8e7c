namespace Gatehouse.Storage;

/// <summary>A connection for reads on the server's pool.</summary>
/// <param name="connection">Is used by one read at a time.</param>
/// <param name="giveBack">Is told when the slot is free again.</param>
internal sealed class ProfileReadSlot(IStoreConnection connection, Action<ProfileReadSlot> giveBack) : IThreadPoolWorkItem, IDisposable
{
    private PendingRead? _read;

    /// <summary>Reads as soon as the calling thread, or another of the pool, has nothing more to do.</summary>
    public void Start(PendingRead read)
    {
        _read = read;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
    }

    /// <inheritdoc/>
    public void Execute()
    {
        var read = _read!;
        _read = null;
        var answer = read.From(connection);

        // Before the answer: the page goes on within that call.
        giveBack(this);
        read.SetResult(answer);
    }

    /// <inheritdoc/>
    public void Dispose() => connection.Dispose();
}
