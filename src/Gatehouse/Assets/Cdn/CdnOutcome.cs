namespace Gatehouse.Assets.Cdn;

/// <summary>How the cache answers.</summary>
internal enum CdnOutcome
{
    /// <summary>Nothing usable has ever come.</summary>
    Failed,

    /// <summary>The CDN has no such file.</summary>
    Missing,

    /// <summary>A copy within its time.</summary>
    Fresh,

    /// <summary>The last good copy, past its time.</summary>
    Stale,
}
