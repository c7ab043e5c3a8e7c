namespace Gatehouse.Html;

/// <summary>What became of a document. All but <see cref="Injected"/> mean: every byte went out as it came in.</summary>
public enum HeadOutcome
{
    /// <summary>The place has not been reached.</summary>
    Pending,

    /// <summary>The content was put in.</summary>
    Injected,

    /// <summary>The content was empty when it was asked for.</summary>
    Declined,

    /// <summary>The body is a part of a page, not a page, and <see cref="HeadInjectorOptions.LeaveFragments"/> is set.</summary>
    Fragment,

    /// <summary>
    /// The encoding is not ASCII-compatible (UTF-16, ISO-2022-JP), or one that browsers refuse to decode, so content
    /// in ASCII bytes would mean something else.
    /// </summary>
    UnsupportedEncoding,

    /// <summary>More had to be held back than <see cref="HeadInjectorOptions.MaxTail"/> allows.</summary>
    TooLong,

    /// <summary>
    /// The document ends inside an element, a comment or a doctype that begins before the place, so that the content
    /// would become part of it; or a template in the head holds what browsers do not agree on, or elements nested more
    /// than 512 deep.
    /// </summary>
    NoPlace,
}
