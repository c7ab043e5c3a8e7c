namespace Gatehouse.Profiles;

/// <summary>
/// Place of one profile in the hot cache. Whoever reads the store takes the slot first, so that a slow reader never puts an
/// older profile over a newer one: the slot keeps the highest version, and a slot that was evicted meanwhile reaches nobody.
/// </summary>
internal sealed class ProfileSlot
{
    private SemaphoreSlim? _turn;
    private StoredProfile? _current;
    private long _noPullBefore = long.MinValue;
    private int _failures;

    /// <summary>The profile. Null: not read yet, or not kept.</summary>
    public StoredProfile? Current => Volatile.Read(ref _current) is { IsKept: true } kept ? kept : null;

    /// <summary>Before this time the visitor is not pulled, because the last try failed.</summary>
    public long NoPullBefore => Volatile.Read(ref _noPullBefore);

    /// <summary>
    /// Held while the profile is changed, so that changes within the process queue up and do not run into each other's versions.
    /// Correctness does not hang on it: that is what compare-and-set is for. Never disposed, because it never has a wait handle.
    /// </summary>
    public SemaphoreSlim Turn => LazyInitializer.EnsureInitialized(ref _turn, static () => new(1));

    /// <summary>Puts a profile in place, unless a later version stands there.</summary>
    public void Offer(StoredProfile profile)
    {
        while (true)
        {
            var current = Volatile.Read(ref _current);
            if (current?.Version > profile.Version || Interlocked.CompareExchange(ref _current, profile, current) == current)
            {
                return;
            }
        }
    }

    /// <summary>Keeps the version of a profile alone, unless another one stands there by now.</summary>
    public void Drop(StoredProfile profile) => Interlocked.CompareExchange(ref _current, StoredProfile.NotKept(profile.Version), profile);

    /// <summary>Forgets the profile, because there is none any more.</summary>
    public void Clear() => Volatile.Write(ref _current, null);

    /// <summary>Notes a pull that failed: the next one waits twice as long as the one before, within bounds.</summary>
    public void PullFailed(long now, long shortest, long longest)
    {
        var failures = Math.Min(Interlocked.Increment(ref _failures), 16);
        Volatile.Write(ref _noPullBefore, now + Math.Min(shortest << (failures - 1), longest));
    }

    /// <summary>Notes a pull that brought an answer.</summary>
    public void PullAnswered()
    {
        Volatile.Write(ref _failures, 0);
        Volatile.Write(ref _noPullBefore, long.MinValue);
    }
}
