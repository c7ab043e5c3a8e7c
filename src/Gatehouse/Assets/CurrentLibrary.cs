using Gatehouse.Assets.Cdn;
using Gatehouse.Sites;

namespace Gatehouse.Assets;

/// <summary>Which library a site's pages get now: the CDN's, or the bundled one where there is no CDN or it has never answered.</summary>
internal sealed class CurrentLibrary(BundledLibrary bundled, CdnCache cache)
{
    /// <summary>The library, and the outcome to count.</summary>
    public async ValueTask<(Asset Script, string Outcome)> GetAsync(Site site)
    {
        if (site.Get(SiteAssets.Part).LibraryFile is not { } file)
        {
            return (bundled.Script, AssetOutcome.Bundled);
        }

        var result = await cache.GetAsync(file, hasFallback: true);
        return result.Content is Asset script
            ? (script, result.Outcome == CdnOutcome.Fresh ? AssetOutcome.Fresh : AssetOutcome.Stale)
            : (bundled.Script, AssetOutcome.Fallback);
    }

    /// <summary>The library of a hash: the current one, one that it replaced, or the bundled one. Null: none of them.</summary>
    public async ValueTask<(Asset Script, string Outcome)?> FindAsync(Site site, string hash)
    {
        // A page whose loader fell back keeps its library, whatever the CDN says by now.
        if (hash == bundled.Script.Hash)
        {
            return (bundled.Script, site.Get(SiteAssets.Part).Cdn is null ? AssetOutcome.Bundled : AssetOutcome.Fallback);
        }

        if (site.Get(SiteAssets.Part).LibraryFile is not { } file)
        {
            return null;
        }

        var current = await GetAsync(site);
        if (current.Script.Hash == hash)
        {
            return current;
        }

        return cache.FindOlder(file, hash) is { } older ? (older, AssetOutcome.Stale) : null;
    }
}
