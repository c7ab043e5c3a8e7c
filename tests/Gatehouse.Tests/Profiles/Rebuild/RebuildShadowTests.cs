using Gatehouse.Conformance.Profiles;
using Gatehouse.Profiles;
using Gatehouse.Profiles.Rebuild;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gatehouse.Tests.Profiles.Rebuild;

/// <summary>The store of the profiles that a rebuild makes.</summary>
public sealed class RebuildShadowTests
{
    [Fact]
    public async Task A_store_in_trouble_is_not_taken_for_one_that_was_lost()
    {
        var disk = new OneShadow();
        using var definitions = new DefinitionsInService(disk, NullLogger<DefinitionsInService>.Instance);
        using var shadow = new RebuildShadow(disk, definitions, NullLogger<ProfileRecords>.Instance);

        Assert.False(await shadow.IsWholeAsync("1"));
        disk.Store.Trouble = StoreOutcome.Full;
        Assert.False(await shadow.BeginAsync("1"));
        disk.Store.Trouble = StoreOutcome.None;
        Assert.True(await shadow.BeginAsync("1"));
        shadow.Dispose();

        disk.Store.Trouble = StoreOutcome.Failed;
        Assert.Null(await shadow.IsWholeAsync("1"));
        disk.Store.Trouble = StoreOutcome.None;
        Assert.True(await shadow.IsWholeAsync("1"));
    }

    /// <summary>A disk with one store, in memory.</summary>
    private sealed class OneShadow : IRebuildDisk, IShadowStore
    {
        public MemoryProfileStore Store { get; } = new();

        public IProfileStore Profiles => Store;

        public IProfileScan Scan => throw new NotSupportedException();

        public ReadOnlyMemory<byte> ReadDefinitions() => default;

        public ValueTask<bool> WriteDefinitionsAsync(ReadOnlyMemory<byte> value) => new(true);

        public IShadowStore OpenShadow(string rebuild) => this;

        public void DeleteShadows(string? except)
        {
        }

        public void Dispose()
        {
        }
    }
}
