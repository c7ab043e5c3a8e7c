namespace Gatehouse.Profiles;

/// <summary>
/// Bounds the memory of the hot cache, which counts profiles and not bytes: of the large ones only some are kept, the latest to come.
/// One of 32 KiB takes up to 200 KB in memory, and anybody can send as many of them as the cache has places.
/// </summary>
internal sealed class LargeProfiles
{
    /// <summary>A stored value of more bytes than this is large.</summary>
    public const int Large = 2048;

    /// <summary>How many are kept.</summary>
    public const int Most = 512;

    private readonly Lock _gate = new();
    private readonly Queue<(ProfileSlot Slot, StoredProfile Profile)> _kept = new(Most + 1);

    /// <summary>Takes note of a profile that was put into a slot.</summary>
    /// <param name="slot">Its slot.</param>
    /// <param name="profile">The profile.</param>
    /// <param name="bytes">Of its stored value.</param>
    public void Note(ProfileSlot slot, StoredProfile profile, int bytes)
    {
        if (bytes <= Large)
        {
            return;
        }

        lock (_gate)
        {
            _kept.Enqueue((slot, profile));
            if (_kept.Count > Most)
            {
                var (oldest, gone) = _kept.Dequeue();
                oldest.Drop(gone);
            }
        }
    }
}
