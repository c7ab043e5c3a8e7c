namespace Gatehouse.Storage;

/// <summary>The threads that read, each with its own connection: a disk that stalls never holds a thread of the server's pool.</summary>
internal sealed class ProfileReadThreads : IDisposable
{
    private const int MostWaiting = 1024;
    private const int Threads = 2;

    private readonly WorkQueue<PendingRead> _waiting = new(MostWaiting);
    private readonly Func<IStoreConnection> _connect;
    private readonly Thread[] _threads;

    public ProfileReadThreads(Func<IStoreConnection> connect)
    {
        _connect = connect;
        _threads = [.. Enumerable.Range(1, Threads).Select(number => new Thread(Run) { IsBackground = true, Name = $"gatehouse-profile-reader-{number}" })];
        Array.ForEach(_threads, static thread => thread.Start());
    }

    /// <summary>Hands a read over. False: too many wait, or the store is closing.</summary>
    /// <param name="read">The read.</param>
    /// <param name="isUrgent">Somebody's page waits for it: it goes before those of the projection, which asks for hundreds at once.</param>
    public bool TryAdd(PendingRead read, bool isUrgent) => _waiting.TryAdd(read, isUrgent);

    /// <inheritdoc/>
    public void Dispose()
    {
        _waiting.Close();
        Array.ForEach(_threads, static thread => thread.Join());
    }

    private void Run()
    {
        using var connection = _connect();
        foreach (var read in _waiting.TakeAll())
        {
            read.SetResult(read.From(connection));
        }
    }
}
