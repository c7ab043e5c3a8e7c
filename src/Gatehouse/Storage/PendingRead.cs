using Gatehouse.Profiles;

namespace Gatehouse.Storage;

/// <summary>A read that waits for a thread.</summary>
internal sealed class PendingRead(ProfileKey key) : TaskCompletionSource<StoreRead>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    /// <summary>Whose profile.</summary>
    public ProfileKey Key { get; } = key;

    /// <summary>Whether nobody waits any more.</summary>
    public bool IsAbandoned { get; set; }
}
