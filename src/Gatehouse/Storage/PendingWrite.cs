using Gatehouse.Profiles;

namespace Gatehouse.Storage;

/// <summary>A write that waits for its commit.</summary>
internal sealed class PendingWrite(ProfileKey key, long expected, ReadOnlyMemory<byte> value) : TaskCompletionSource<StoreWrite>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    /// <summary>Whose profile.</summary>
    public ProfileKey Key { get; } = key;

    /// <summary>The version that must be there.</summary>
    public long Expected { get; } = expected;

    /// <summary>The new value.</summary>
    public ReadOnlyMemory<byte> Value { get; } = value;

    /// <summary>What the statement did; counts when the transaction is committed.</summary>
    public StoreWrite Answer { get; set; }
}
