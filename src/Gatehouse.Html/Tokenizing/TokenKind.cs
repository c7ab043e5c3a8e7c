namespace Gatehouse.Html.Tokenizing;

/// <summary>What a stretch of bytes is. Every byte of a document belongs to exactly one token.</summary>
internal enum TokenKind : byte
{
    /// <summary>Characters. A run of text may come in several tokens.</summary>
    Text,

    StartTag,

    EndTag,

    /// <summary>A whole comment, bogus or not.</summary>
    Comment,

    /// <summary>Bytes of a comment that nobody asked to see whole.</summary>
    CommentPart,

    Doctype,

    /// <summary>The nine bytes that open a CDATA section; its characters follow as <see cref="Text"/>.</summary>
    CdataStart,

    CdataEnd,

    /// <summary>Bytes for which the standard emits nothing: an empty end tag, or a tag cut off by the end of the file.</summary>
    Dropped,
}
