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
        using var before = new RebuildShadow(disk, definitions, NullLogger<ProfileRecords>.Instance);
        using var after = new RebuildShadow(disk, definitions, NullLogger<ProfileRecords>.Instance);

        Assert.False(await before.IsWholeAsync("1"));
        disk.Store.Trouble = StoreOutcome.Full;
        Assert.False(await before.BeginAsync("1"));
        disk.Store.Trouble = StoreOutcome.None;
        Assert.True(await before.BeginAsync("1"));
        before.Dispose();

        disk.Store.Trouble = StoreOutcome.Failed;
        Assert.Null(await after.IsWholeAsync("1"));
        disk.Store.Trouble = StoreOutcome.None;
        Assert.True(await after.IsWholeAsync("1"));
    }

    [Fact]
    public void One_that_was_closed_is_not_opened_again_by_what_still_runs()
    {
        var disk = new OneShadow();
        using var definitions = new DefinitionsInService(disk, NullLogger<DefinitionsInService>.Instance);
        var shadow = new RebuildShadow(disk, definitions, NullLogger<ProfileRecords>.Instance);
        shadow.Dispose();

        Assert.ThrowsAny<OperationCanceledException>(() => shadow.Open("1"));
        Assert.Equal(0, disk.Opened);
    }

    /// <summary>A disk with one store, in memory.</summary>
    private sealed class OneShadow : IRebuildDisk, IShadowStore
    {
        public MemoryProfileStore Store { get; } = new();

        public int Opened { get; private set; }

        public IProfileStore Profiles => Store;

        public IProfileScan Scan => throw new NotSupportedException();

        public ReadOnlyMemory<byte> ReadDefinitions() => default;

        public ValueTask<bool> WriteDefinitionsAsync(ReadOnlyMemory<byte> value) => new(true);

        public IShadowStore OpenShadow(string rebuild)
        {
            Opened++;
            return this;
        }

        public void DeleteShadows(string? except)
        {
        }

        public void Dispose()
        {
        }
    }
}
