using Gatehouse.Assets.Cdn;
using Gatehouse.Assets.Settings;
using Gatehouse.Sites;

namespace Gatehouse.Assets;

/// <summary>What a site's settings mean for this room, made once a snapshot.</summary>
internal sealed class SiteAssets
{
    /// <summary>The part of a site.</summary>
    public static readonly SitePart<SiteAssets> Part = new(static site => new(site.Settings));

    private readonly SiteSettings _settings;

    private SiteAssets(SiteSettings settings)
    {
        _settings = settings;
        if (settings.Segment?.Cdn is { } cdn)
        {
            var key = Uri.EscapeDataString(settings.WriteKey);
            Cdn = cdn.GetLeftPart(UriPartial.Authority) + "/";
            LibraryFile = File(AssetKind.Library, $"analytics.js/v1/{key}/analytics.min.js");
            SettingsFile = File(AssetKind.Settings, $"v1/projects/{key}/settings");
        }
    }

    /// <summary>Scheme, host and port of the CDN, with a slash. Null: the site has none.</summary>
    public string? Cdn { get; }

    /// <summary>The library at the CDN. Null: the site has no CDN.</summary>
    public CdnFile? LibraryFile { get; }

    /// <summary>The settings at the CDN. Null: the site has no CDN.</summary>
    public CdnFile? SettingsFile { get; }

    /// <summary>Settings made here.</summary>
    public SettingsDocument BuiltSettings { get; } = SettingsDocument.Build();

    /// <summary>A chunk or an integration at the CDN. Null: the site has no CDN.</summary>
    /// <param name="route">A checked path of one of these kinds.</param>
    public CdnFile? FileOf(AssetRoute route) => Cdn is null
        ? null
        : File(route.Kind, (route.Kind == AssetKind.Bundle ? "analytics-next/bundles/" : "next-integrations/") + route.Name);

    private CdnFile File(AssetKind kind, string path) => new(_settings.Name, Cdn!, path, _settings.WriteKey, kind);
}
