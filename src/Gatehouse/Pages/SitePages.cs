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

    private readonly HtmlRewriterProgram _forPages = Program(site.Settings.Snippet, leavesFragments: false);
    private readonly HtmlRewriterProgram _forParts = Program(site.Settings.Snippet, leavesFragments: true);

    /// <summary>What is put into pages, and into which.</summary>
    public SnippetSettings Settings { get; } = site.Settings.Snippet;

    /// <summary>The snippet.</summary>
    public SnippetText Snippet { get; } = new(site.Settings);

    /// <summary>Path below which all scripts stand that the snippet starts.</summary>
    public string AssetsFolder { get; } = $"/{site.Settings.RoutePrefix}/assets/";

    /// <summary>Path below which everything is that they call.</summary>
    public string CallsFolder { get; } = $"/{site.Settings.RoutePrefix}/";

    /// <summary>What puts the snippet in. Documents are opened with their <see cref="PageAnswer"/>.</summary>
    /// <param name="leavesFragments">Whether a body that could be a piece of a page is left alone.</param>
    public HtmlRewriterProgram Program(bool leavesFragments) => leavesFragments ? _forParts : _forPages;

    private static HtmlRewriterProgram Program(SnippetSettings settings, bool leavesFragments) =>
        new HtmlRewriterBuilder(new HtmlRewriterOptions { IsGraceful = true, LeavesFragments = leavesFragments })
            .OnHead(
                settings.Position == SnippetPosition.HeadStart ? HeadPosition.Start : HeadPosition.End,
                static head => ((PageAnswer)head.State!).PutSnippet(head))
            .Build();
}
