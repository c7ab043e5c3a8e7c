namespace Gatehouse.Assets;

/// <summary>Outcomes of the counter <c>gatehouse.assets</c>: the closed list.</summary>
internal static class AssetOutcome
{
    /// <summary>Served from what was embedded at build, or built here: the site has no CDN.</summary>
    public const string Bundled = "bundled";

    /// <summary>The CDN's text, as fresh as the CDN calls it.</summary>
    public const string Fresh = "fresh";

    /// <summary>The last good copy, past its time.</summary>
    public const string Stale = "stale";

    /// <summary>The CDN has never given a usable text (or not this one): the bundled library or built settings instead.</summary>
    public const string Fallback = "fallback";

    /// <summary>404: no such file here, and none at the CDN.</summary>
    public const string Missing = "missing";

    /// <summary>404 or 405: a name or method that is never served.</summary>
    public const string Refused = "refused";

    /// <summary>502: the CDN fails and nothing can stand in.</summary>
    public const string Failed = "failed";

    /// <summary>Dropped from the cache to keep it within its bound.</summary>
    public const string Evicted = "evicted";
}
