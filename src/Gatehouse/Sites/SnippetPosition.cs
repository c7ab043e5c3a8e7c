namespace Gatehouse.Sites;

/// <summary>Where in a document's head the snippet stands.</summary>
internal enum SnippetPosition
{
    /// <summary>Before everything else in the head.</summary>
    HeadStart,

    /// <summary>After everything else in the head.</summary>
    HeadEnd,
}
