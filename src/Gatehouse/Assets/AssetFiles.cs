using System.Globalization;
using Gatehouse.Assets.Cdn;
using Gatehouse.Assets.Settings;
using Gatehouse.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Assets;

/// <summary>Answers with what is the same for every visitor: library, chunks, integrations, settings.</summary>
internal sealed class AssetFiles(BundledLibrary bundled, CurrentLibrary library, CdnCache cache, EdgeMetrics metrics)
{
    private const string Briefly = "public, max-age=10";

    /// <summary>The library under the hash of its content.</summary>
    public async Task LibraryAsync(HttpContext context, EdgeContext edge, string hash)
    {
        if (await library.FindAsync(edge.Site, hash) is not { } found)
        {
            await MissingAsync(context, edge, AssetOutcome.Missing);
            return;
        }

        await WriteAsync(context, edge, found.Script, AssetAnswer.Immutable, found.Outcome);
    }

    /// <summary>The library that the site's pages get now.</summary>
    public async Task LatestLibraryAsync(HttpContext context, EdgeContext edge)
    {
        var (script, outcome) = await library.GetAsync(edge.Site);
        await WriteAsync(context, edge, script, AssetAnswer.NoStore, outcome);
    }

    /// <summary>The licences of the bundled library.</summary>
    public Task LicenceAsync(HttpContext context, EdgeContext edge) => WriteAsync(context, edge, bundled.Licence, "public, max-age=3600", AssetOutcome.Bundled);

    /// <summary>The settings, for the host by which the browser sees the edge.</summary>
    public async Task SettingsAsync(HttpContext context, EdgeContext edge)
    {
        var assets = edge.Site.Get(SiteAssets.Part);
        var (document, outcome, policy) = (assets.BuiltSettings, AssetOutcome.Bundled, "public, max-age=60");
        if (assets.SettingsFile is { } file)
        {
            var result = await cache.GetAsync(file, hasFallback: true);
            (document, outcome, policy) = result switch
            {
                { Outcome: CdnOutcome.Fresh, Content: SettingsDocument fresh } => (fresh, AssetOutcome.Fresh, policy),
                { Content: SettingsDocument stale } => (stale, AssetOutcome.Stale, Briefly),
                _ => (document, AssetOutcome.Fallback, Briefly),
            };
        }

        await WriteAsync(context, edge, document.For(new(edge.Scheme, edge.Host.Value, edge.Site.Settings.RoutePrefix, assets.Cdn)), policy, outcome);
    }

    /// <summary>A chunk of the library, or a script of a destination or a middleware.</summary>
    public async Task FileAsync(HttpContext context, EdgeContext edge, AssetRoute route)
    {
        var own = route.Kind == AssetKind.Bundle ? bundled.FindChunk(route.Name) : null;
        if (edge.Site.Get(SiteAssets.Part).FileOf(route) is not { } file)
        {
            await (own is null ? MissingAsync(context, edge, AssetOutcome.Missing) : WriteAsync(context, edge, own, AssetAnswer.Immutable, AssetOutcome.Bundled));
            return;
        }

        var result = await cache.GetAsync(file, hasFallback: own is not null);
        await (result switch
        {
            { Outcome: CdnOutcome.Fresh, Content: Asset fresh } => WriteAsync(context, edge, fresh, Policy(route, result.Lifetime), AssetOutcome.Fresh),
            { Content: Asset stale } => WriteAsync(context, edge, stale, Briefly, AssetOutcome.Stale),
            _ when own is not null => WriteAsync(context, edge, own, AssetAnswer.Immutable, AssetOutcome.Fallback),
            { Outcome: CdnOutcome.Missing } => MissingAsync(context, edge, AssetOutcome.Missing),
            _ => FailedAsync(context, edge),
        });
    }

    /// <summary>404: nothing here.</summary>
    public Task MissingAsync(HttpContext context, EdgeContext edge, string outcome)
    {
        metrics.Asset(edge.Site.Name, outcome);
        return AssetAnswer.RefuseAsync(context, StatusCodes.Status404NotFound, "not_found", "There is no such file here.");
    }

    /// <summary>405: this room is only read.</summary>
    public Task RefuseMethodAsync(HttpContext context, EdgeContext edge)
    {
        metrics.Asset(edge.Site.Name, AssetOutcome.Refused);
        return FirstPartyAnswer.RefuseMethodAsync(context, "GET, HEAD");
    }

    /// <summary>The name of a chunk holds its content's hash; other scripts stay as long as the CDN says.</summary>
    private static string Policy(AssetRoute route, TimeSpan lifetime) => route.Kind == AssetKind.Bundle && route.Name.Contains(".bundle.", StringComparison.Ordinal)
        ? AssetAnswer.Immutable
        : string.Create(CultureInfo.InvariantCulture, $"public, max-age={(long)lifetime.TotalSeconds}");

    private Task WriteAsync(HttpContext context, EdgeContext edge, Asset asset, string policy, string outcome)
    {
        metrics.Asset(edge.Site.Name, outcome);
        return AssetAnswer.WriteAsync(context, asset, policy);
    }

    private Task FailedAsync(HttpContext context, EdgeContext edge)
    {
        metrics.Asset(edge.Site.Name, AssetOutcome.Failed);
        return AssetAnswer.RefuseAsync(context, StatusCodes.Status502BadGateway, "cdn_unavailable", "The file cannot be had at the moment.");
    }
}
