using Gatehouse.Conformance.Profiles;
using Gatehouse.Profiles;

namespace Gatehouse.Tests.Profiles;

public sealed class MemoryProfileStoreTests : ProfileStoreSuite
{
    private readonly MemoryProfileStore _store = new();

    internal override ValueTask<IProfileStore> OpenAsync() => new(_store);

    internal override ValueTask CloseAsync(IProfileStore store) => default;
}
