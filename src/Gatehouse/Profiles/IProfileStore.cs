namespace Gatehouse.Profiles;

/// <summary>Keeps profiles. The contract is in <c>docs/formats/profile.md</c>; trouble is an answer, never an exception.</summary>
internal interface IProfileStore
{
    /// <summary>Reads a value.</summary>
    /// <param name="key">Whose.</param>
    /// <param name="cancellationToken">Stops the waiting: <see cref="StoreOutcome.Abandoned"/>.</param>
    ValueTask<StoreRead> GetAsync(ProfileKey key, CancellationToken cancellationToken);

    /// <summary>Replaces a value, if it still has the version that the caller saw. Cannot be called off: once begun, its end is awaited.</summary>
    /// <param name="key">Whose.</param>
    /// <param name="expected">The version that the caller saw; 0: there was none.</param>
    /// <param name="value">The new value; empty: there is none any more, and the next one has version 1. The store copies it or is done with it when it answers.</param>
    ValueTask<StoreWrite> CompareAndSetAsync(ProfileKey key, long expected, ReadOnlyMemory<byte> value);
}
