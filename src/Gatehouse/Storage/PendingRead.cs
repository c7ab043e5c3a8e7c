using Gatehouse.Profiles;

namespace Gatehouse.Storage;

/// <summary>A read that waits for a thread.</summary>
/// <param name="key">Whose profile.</param>
/// <param name="isOnPool">It is read on a thread of the server's pool, so what waits for it may go on there at once.</param>
internal sealed class PendingRead(ProfileKey key, bool isOnPool) : TaskCompletionSource<StoreRead>(isOnPool ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously)
{
    /// <summary>Whose profile.</summary>
    public ProfileKey Key { get; } = key;

    /// <summary>Whether nobody waits any more.</summary>
    public bool IsAbandoned { get; set; }

    /// <summary>Reads, unless nobody waits any more.</summary>
    public StoreRead From(IStoreConnection connection) => IsAbandoned ? new(StoreOutcome.Abandoned) : connection.Read(Key);
}
