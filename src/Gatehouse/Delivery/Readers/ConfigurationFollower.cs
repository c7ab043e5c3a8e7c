using Gatehouse.Sites;

namespace Gatehouse.Delivery.Readers;

/// <summary>Has something brought in line with the configuration at each reload.</summary>
internal sealed class ConfigurationFollower(EdgeConfiguration configuration, TimeProvider time)
{
    // A disk that was in trouble at a reload may be well by then.
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(5);

    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Begins to notice reloads.</summary>
    public void Begin() => configuration.WhenChanged(() => Interlocked.Exchange(ref _changed, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult());

    /// <summary>Does it now and at each reload, and again soon where it could not be done, until it is told to stop.</summary>
    /// <param name="reconcile">What is done. False: it could not all be done.</param>
    /// <param name="stop">Ends the waiting.</param>
    public async Task FollowAsync(Func<Task<bool>> reconcile, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            // Asked for before the look, so that a change meanwhile is not missed.
            var changed = Volatile.Read(ref _changed).Task;
            var isDone = await reconcile();
            await changed.WaitAsync(isDone ? Timeout.InfiniteTimeSpan : RetryPause, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
