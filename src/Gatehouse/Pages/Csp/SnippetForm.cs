namespace Gatehouse.Pages.Csp;

/// <summary>How the snippet stands in a page.</summary>
internal enum SnippetForm
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>A script element with the text in it.</summary>
    Inline,

    /// <summary>A script element that loads the text from the page's own host.</summary>
    External,
}
