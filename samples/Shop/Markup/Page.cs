namespace Gatehouse.Samples.Shop.Markup;

/// <summary>What the layout needs to know of a page.</summary>
internal sealed record Page
{
    public required string Title { get; init; }

    public required string Description { get; init; }

    /// <summary>The name of the page to the script and the style sheet.</summary>
    public required string Name { get; init; }

    /// <summary>The colours: <c>everyone</c>, <c>red</c> or <c>green</c>.</summary>
    public string Theme { get; init; } = "everyone";

    /// <summary>The line above the header.</summary>
    public string Notice { get; init; } = "Free returns for 60 days, worn or not";

    /// <summary>The nonce for the layout's script, on pages with a strict policy.</summary>
    public string? Nonce { get; init; }

    /// <summary>What comes first in the head, before the layout's own script.</summary>
    public Action<HtmlWriter>? Head { get; init; }

    public required Action<HtmlWriter> Body { get; init; }
}
