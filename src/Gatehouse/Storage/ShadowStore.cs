using Gatehouse.Profiles;
using Gatehouse.Profiles.Rebuild;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Storage;

/// <summary>A profile store of its own, in a folder of its own.</summary>
internal sealed class ShadowStore : IShadowStore
{
    private readonly SqliteProfileStore _profiles;
    private readonly ProfileScan _scan;

    private ShadowStore(SqliteProfileStore profiles, ProfileScan scan) => (_profiles, _scan) = (profiles, scan);

    /// <inheritdoc/>
    public IProfileStore Profiles => _profiles;

    /// <inheritdoc/>
    public IProfileScan Scan => _scan;

    /// <summary>Opens it, and makes it when there is none.</summary>
    public static ShadowStore Open(string folder, TimeProvider time, ILogger<SqliteProfileStore> logger) =>
        new(SqliteProfileStore.Open(folder, time, logger), new(new(folder, time, logger)));

    /// <inheritdoc/>
    public void Dispose()
    {
        _scan.Dispose();
        _profiles.Dispose();
    }
}
