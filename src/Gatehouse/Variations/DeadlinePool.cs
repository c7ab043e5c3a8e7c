using System.Collections.Concurrent;

namespace Gatehouse.Variations;

/// <summary>Cancellation sources that are used again and again, because nearly none of them ever fires.</summary>
internal sealed class DeadlinePool(TimeProvider time)
{
    private const int Most = 256;

    private readonly ConcurrentQueue<CancellationTokenSource> _idle = new();

    /// <summary>A source that fires after a while.</summary>
    public CancellationTokenSource Rent(TimeSpan after)
    {
        if (!_idle.TryDequeue(out var source))
        {
            source = new(Timeout.InfiniteTimeSpan, time);
        }

        source.CancelAfter(after);
        return source;
    }

    /// <summary>Gives a source back. One that fired, or whose clock cannot be stopped for sure, is not used again.</summary>
    public void Return(CancellationTokenSource source)
    {
        if (_idle.Count < Most && source.TryReset())
        {
            _idle.Enqueue(source);
        }
        else
        {
            source.Dispose();
        }
    }
}
