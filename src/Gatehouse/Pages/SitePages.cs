using Gatehouse.Html;
using Gatehouse.Pages.Snippet;
using Gatehouse.Sites;

namespace Gatehouse.Pages;

/// <summary>What the room keeps for a site.</summary>
/// <param name="site">The site.</param>
internal sealed class SitePages(Site site)
{
    /// <summary>Compiled once for each site of a snapshot.</summary>
    public static readonly SitePart<SitePages> Part = new(static site => new(site));

    // Nearly all pages name no charset or UTF-8; for the others the options are made when they come.
    private readonly HeadInjectorOptions[] _options =
    [
        Options(site.Settings.Snippet, leaveFragments: false, charset: null),
        Options(site.Settings.Snippet, leaveFragments: true, charset: null),
        Options(site.Settings.Snippet, leaveFragments: false, "utf-8"),
        Options(site.Settings.Snippet, leaveFragments: true, "utf-8"),
    ];

    /// <summary>What is put into pages, and into which.</summary>
    public SnippetSettings Settings { get; } = site.Settings.Snippet;

    /// <summary>The snippet.</summary>
    public SnippetText Snippet { get; } = new(site.Settings);

    /// <summary>Path below which all scripts stand that the snippet starts.</summary>
    public string AssetsFolder { get; } = $"/{site.Settings.RoutePrefix}/assets/";

    /// <summary>Path below which everything is that they call.</summary>
    public string CallsFolder { get; } = $"/{site.Settings.RoutePrefix}/";

    /// <summary>How the place for the snippet is found.</summary>
    /// <param name="leaveFragments">Whether a body that could be a piece of a page is left alone.</param>
    /// <param name="charset">The charset that the answer's type names. Empty: none.</param>
    public HeadInjectorOptions InjectorOptions(bool leaveFragments, ReadOnlySpan<char> charset)
    {
        var isUtf8 = charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase);
        return charset.IsEmpty || isUtf8
            ? _options[(isUtf8 ? 2 : 0) + (leaveFragments ? 1 : 0)]
            : Options(Settings, leaveFragments, charset.ToString());
    }

    private static HeadInjectorOptions Options(SnippetSettings settings, bool leaveFragments, string? charset) => new()
    {
        Position = settings.Position == SnippetPosition.HeadStart ? HeadPosition.Start : HeadPosition.End,
        LeaveFragments = leaveFragments,
        Charset = charset,
    };
}
