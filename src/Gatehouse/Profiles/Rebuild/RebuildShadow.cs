using Gatehouse.Events;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Profiles.Rebuild;

/// <summary>The profiles that the rebuild under way makes. What is erased goes from them, too.</summary>
internal sealed class RebuildShadow(IRebuildDisk disk, DefinitionsInService definitions, ILogger<ProfileRecords> logger) : IEventCopies, IDisposable
{
    private readonly Lock _gate = new();
    private (string Id, IShadowStore Store, ProfileRecords Records)? _open;
    private bool _isClosed;

    /// <summary>Opens those of a rebuild.</summary>
    /// <exception cref="OperationCanceledException">The process stops.</exception>
    public ProfileRecords Open(string rebuild) => OpenStore(rebuild).Records;

    /// <summary>Looks at all of a rebuild.</summary>
    public IProfileScan Scan(string rebuild) => OpenStore(rebuild).Store.Scan;

    /// <summary>Whether those of a rebuild are the ones that were begun, and not an empty store in the place of one that was lost. Null: the store is in trouble.</summary>
    public async ValueTask<bool?> IsWholeAsync(string rebuild)
    {
        var read = await Open(rebuild).GetAsync(Mark, CancellationToken.None);
        return read.Outcome switch
        {
            StoreOutcome.Done => read.Profile.Version > 0,
            StoreOutcome.Unreadable => false,
            _ => null,
        };
    }

    /// <summary>Notes that they were begun.</summary>
    public async ValueTask<bool> BeginAsync(string rebuild) =>
        (await Open(rebuild).UpdateAsync(Mark, rebuild, static (record, id) => new(record with { Rebuilt = id }, MergeOutcome.Changed))).Outcome == StoreOutcome.Done;

    /// <summary>Deletes those of all rebuilds but one.</summary>
    public void DeleteOthers(string? rebuild)
    {
        lock (_gate)
        {
            if (_open is var (id, store, _) && !string.Equals(id, rebuild, StringComparison.Ordinal))
            {
                store.Dispose();
                _open = null;
            }

            disk.DeleteShadows(rebuild);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> EraseAsync(ErasedVisitor visitor)
    {
        if (definitions.Rebuild is not { } rebuild)
        {
            return true;
        }

        foreach (var (kind, id) in visitor.AnonymousIds.Select(static id => (ProfileKind.Anonymous, id)).Concat(visitor.UserId is { } user ? [(ProfileKind.User, user)] : []))
        {
            if (ProfileKey.TryCreate(visitor.Site, kind, id, out var key)
                && await Open(rebuild.Id).DeleteAsync(key, static _ => true) is not StoreOutcome.Done and not StoreOutcome.Unreadable)
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _isClosed = true;
            _open?.Store.Dispose();
            _open = null;
        }
    }

    // No site has an empty name.
    private static ProfileKey Mark { get; } = ProfileKey.TryCreate(string.Empty, ProfileKind.Anonymous, "begun", out var key) ? key : default;

    private (string Id, IShadowStore Store, ProfileRecords Records) OpenStore(string rebuild)
    {
        lock (_gate)
        {
            if (_open is { } open && string.Equals(open.Id, rebuild, StringComparison.Ordinal))
            {
                return open;
            }

            if (_isClosed)
            {
                // Nobody would close it, and its folder would stay locked as long as the process lives.
                throw new OperationCanceledException("The profiles of the rebuild are closed.");
            }

            _open?.Store.Dispose();
            var store = disk.OpenShadow(rebuild);
            _open = (rebuild, store, new(store.Profiles, logger));
            return _open.Value;
        }
    }
}
