using Microsoft.Data.Sqlite;

namespace Gatehouse.Storage;

/// <summary>Threads for work that waits for a disk, so that a stalled one never holds a thread of the server's pool. In order, with one thread.</summary>
internal sealed class WorkThreads : IDisposable
{
    private const int MostWaiting = 4096;

    private readonly WorkQueue<Action> _waiting = new(MostWaiting);
    private readonly Thread[] _threads;

    public WorkThreads(string name, int count)
    {
        _threads = [.. Enumerable.Range(1, count).Select(number => new Thread(Run) { IsBackground = true, Name = count == 1 ? name : $"{name}-{number}" })];
        Array.ForEach(_threads, static thread => thread.Start());
    }

    /// <summary>Hands work over that handles its trouble itself. False: too much waits, or the threads are closing.</summary>
    public bool TryAdd(Action work) => _waiting.TryAdd(work);

    /// <summary>Does work, and gives what it gives or throws.</summary>
    /// <exception cref="IOException">Too much waits.</exception>
    /// <exception cref="OperationCanceledException">The threads are closing.</exception>
    public Task<T> RunAsync<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!TryAdd(() => Complete(done, work)))
        {
            Refuse(done);
        }

        return done.Task;
    }

    /// <summary>Whether work with SQLite was not done: the disk is in trouble, too much waits for it, or the threads are closing.</summary>
    public static bool IsUndone(Exception error) => error is SqliteException or IOException or OperationCanceledException;

    /// <summary>Does what waits, then stops.</summary>
    public void Dispose()
    {
        _waiting.Close();
        Array.ForEach(_threads, static thread => thread.Join());
    }

    private void Refuse<T>(TaskCompletionSource<T> done)
    {
        if (_waiting.IsClosed)
        {
            done.SetCanceled(CancellationToken.None);
        }
        else
        {
            // Not cancelled: who tries again what a disk in trouble has not done goes on trying.
            done.SetException(new IOException("Too much waits for the disk."));
        }
    }

    private static void Complete<T>(TaskCompletionSource<T> done, Func<T> work)
    {
        try
        {
            done.SetResult(work());
        }
#pragma warning disable CA1031 // It is whoever waits who handles it.
        catch (Exception error)
#pragma warning restore CA1031
        {
            done.SetException(error);
        }
    }

    private void Run()
    {
        foreach (var work in _waiting.TakeAll())
        {
            work();
        }
    }
}
