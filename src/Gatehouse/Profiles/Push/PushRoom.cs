namespace Gatehouse.Profiles.Push;

/// <summary>Bounds how many pushes are read at the same time, and with them the memory that they take. The others wait, unread, within a bound.</summary>
/// <param name="most">How many are read.</param>
internal sealed class PushRoom(int most) : IDisposable
{
    private const int MostWaiting = 1024;

    private readonly SemaphoreSlim _seats = new(most);
    private int _here;

    /// <summary>Lets one in when there is a seat. False: too many wait, or the sender went away.</summary>
    public async ValueTask<bool> TryEnterAsync(CancellationToken gone)
    {
        if (Interlocked.Increment(ref _here) <= most + MostWaiting)
        {
            var entering = _seats.WaitAsync(gone);
            await entering.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (entering.IsCompletedSuccessfully)
            {
                return true;
            }
        }

        Interlocked.Decrement(ref _here);
        return false;
    }

    /// <summary>Lets one out.</summary>
    public void Leave()
    {
        Interlocked.Decrement(ref _here);
        _seats.Release();
    }

    /// <inheritdoc/>
    public void Dispose() => _seats.Dispose();
}
