namespace Gatehouse.Html;

/// <summary>Why a document could not be rewritten to its end.</summary>
public enum HtmlTrouble
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary>More would have to be held back than <see cref="HtmlRewriterOptions.MaxMemory"/> allows.</summary>
    TooLong,

    /// <summary>A tag whose meaning no stream can know, in strict mode.</summary>
    Ambiguous,

    /// <summary>The document is in an encoding in which ASCII bytes are not ASCII characters (UTF-16, ISO-2022-JP).</summary>
    UnsupportedEncoding,

    /// <summary>A handler threw.</summary>
    HandlerFailed,
}
