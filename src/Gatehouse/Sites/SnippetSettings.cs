namespace Gatehouse.Sites;

/// <summary>What is put into pages, where, and into which.</summary>
internal sealed record SnippetSettings
{
    /// <summary>False: pages pass without a snippet. Default true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Where in the head it stands. Default its end.</summary>
    public SnippetPosition Position { get; init; } = SnippetPosition.HeadEnd;

    /// <summary>Which statuses are instrumented. Default 200 only.</summary>
    public InjectOn InjectOn { get; init; } = InjectOn.Only200;

    /// <summary>Whether the snippet records a page view of itself. Default true.</summary>
    public bool PageView { get; init; } = true;

    /// <summary>
    /// Whether <c>ajs_uid</c>, <c>ajs_aid</c> and <c>ajs_event</c> in a page's query string set ids and send events. Default false:
    /// a link could give its visitor another identity.
    /// </summary>
    public bool QueryString { get; init; }
}
