namespace Gatehouse.Storage;

/// <summary>Wakes everybody who waits for the next change. Costs nothing while nobody does.</summary>
internal sealed class ReadSignal
{
    private TaskCompletionSource? _waiting;

    /// <summary>Completes at the next <see cref="Set"/>.</summary>
    public Task Next
    {
        get
        {
            var fresh = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return (Interlocked.CompareExchange(ref _waiting, fresh, null) ?? fresh).Task;
        }
    }

    /// <summary>Something has changed.</summary>
    public void Set() => Interlocked.Exchange(ref _waiting, null)?.SetResult();
}
