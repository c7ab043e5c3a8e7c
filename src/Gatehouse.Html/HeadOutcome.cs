namespace Gatehouse.Html;

/// <summary>What became of the places in a document's head. All but <see cref="Found"/> mean: nothing was put there.</summary>
public enum HeadOutcome
{
    /// <summary>The last of the places has not been reached; or it never will be, because of <see cref="HtmlRewriter.Trouble"/>.</summary>
    Pending,

    /// <summary>The handlers of the last place have been called.</summary>
    Found,

    /// <summary>The body is a part of a page, not a page, and <see cref="HtmlRewriterOptions.LeavesFragments"/> is set.</summary>
    Fragment,

    /// <summary>
    /// The document declares an encoding that is not ASCII-compatible (ISO-2022-JP, UTF-16), or one that browsers refuse to decode,
    /// so content in ASCII bytes would mean something else.
    /// </summary>
    UnsupportedEncoding,

    /// <summary>
    /// The document ends inside an element, a comment or a doctype that begins before the place, so that the content would become
    /// part of it; or a template in the head holds what browsers do not agree on.
    /// </summary>
    NoPlace,
}
