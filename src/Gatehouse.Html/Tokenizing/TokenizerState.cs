namespace Gatehouse.Html.Tokenizing;

/// <summary>
/// The tokenizer states of the standard (13.2.5), under its names. States that differ only in which parse error
/// they report, or in what they append to a token, are folded where no token boundary depends on them; the design
/// note lists each fold.
/// </summary>
internal enum TokenizerState : byte
{
    // Content states: where a token may begin.
    Data,
    Rcdata,
    Rawtext,
    Plaintext,
    CdataSection,
    ScriptData,
    ScriptDataEscapeStart,
    ScriptDataEscapeStartDash,
    ScriptDataEscaped,
    ScriptDataEscapedDash,
    ScriptDataEscapedDashDash,
    ScriptDataDoubleEscapeStart,
    ScriptDataDoubleEscaped,
    ScriptDataDoubleEscapedDash,
    ScriptDataDoubleEscapedDashDash,
    ScriptDataDoubleEscapedLessThanSign,
    ScriptDataDoubleEscapeEnd,

    // Inside "<" of RCDATA, RAWTEXT and script data: text unless it turns out to be the appropriate end tag.
    TextLessThanSign,
    TextEndTagOpen,
    TextEndTagName,

    // Tags.
    TagOpen,
    EndTagOpen,
    TagName,
    BeforeAttributeName,
    AttributeName,
    AfterAttributeName,
    BeforeAttributeValue,
    AttributeValueDoubleQuoted,
    AttributeValueSingleQuoted,
    AttributeValueUnquoted,
    AfterAttributeValueQuoted,
    SelfClosingStartTag,

    // Markup declarations.
    MarkupDeclarationOpen,
    BogusComment,
    CommentStart,
    CommentStartDash,
    Comment,
    CommentEndDash,
    CommentEnd,
    CommentEndBang,
    Doctype,
}
