namespace Gatehouse.Assets.Cdn;

/// <summary>One file of a site's CDN.</summary>
/// <param name="Site">The site's name.</param>
/// <param name="Base">Scheme, host and port of the CDN, ending with a slash.</param>
/// <param name="Path">The path without a leading slash, safe in a URL.</param>
/// <param name="WriteKey">The key that is redacted. A secret.</param>
/// <param name="Kind">Library, settings, bundle or integration.</param>
internal readonly record struct CdnFile(string Site, string Base, string Path, string WriteKey, AssetKind Kind)
{
    /// <summary>Whether every page needs it. There is one of each a site, so these are never refused for want of room.</summary>
    public bool IsCore => Kind is AssetKind.Library or AssetKind.Settings;
}
