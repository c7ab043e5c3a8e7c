namespace Gatehouse.Html.Tests.Support;

/// <summary>What a parser makes of the tags of a document.</summary>
internal enum TreeKind
{
    /// <summary>Each start tag is an element, in order.</summary>
    AsWritten,

    /// <summary>A tag makes no element.</summary>
    Dropped,

    /// <summary>A tag makes several: a formatting element is opened again.</summary>
    Copied,

    /// <summary>An element stands elsewhere than its tag: out of a table.</summary>
    Moved,
}
