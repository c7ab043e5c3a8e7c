using System.Collections.Concurrent;

namespace Gatehouse.Storage;

/// <summary>What waits for a thread, in order and bounded.</summary>
internal sealed class WorkQueue<T>(int mostWaiting) : IDisposable
{
    private readonly BlockingCollection<T> _waiting = new(mostWaiting);

    /// <summary>Hands something over. False: too much waits, or the queue is closed.</summary>
    public bool TryAdd(T item)
    {
        try
        {
            return _waiting.TryAdd(item);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>What comes, until the queue is closed and empty.</summary>
    public IEnumerable<T> TakeAll() => _waiting.GetConsumingEnumerable();

    /// <summary>Takes what is there without waiting. False: nothing is.</summary>
    public bool TryTake(out T item) => _waiting.TryTake(out item!);

    /// <summary>Takes nothing more; what waits is still handed out.</summary>
    public void Close() => _waiting.CompleteAdding();

    /// <inheritdoc/>
    public void Dispose() => _waiting.Dispose();
}
