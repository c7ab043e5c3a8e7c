using Gatehouse.Conformance.Profiles;
using Gatehouse.Profiles;

namespace Gatehouse.Tests.Profiles.Projection;

/// <summary>A store that stops working after some writes, as it does when its process is killed: what was written stays.</summary>
internal sealed class FaultyProfileStore : IProfileStore
{
    private readonly MemoryProfileStore _store = new();

    /// <summary>How many more writes are done.</summary>
    public int FailAfter { get; set; } = int.MaxValue;

    public ValueTask<StoreRead> GetAsync(ProfileKey key, CancellationToken cancellationToken) => _store.GetAsync(key, cancellationToken);

    public ValueTask<StoreWrite> CompareAndSetAsync(ProfileKey key, long expected, ReadOnlyMemory<byte> value) =>
        FailAfter-- > 0 ? _store.CompareAndSetAsync(key, expected, value) : new(new StoreWrite(StoreOutcome.Failed));
}
