using Gatehouse.Html.Tokenizing;

namespace Gatehouse.Html.Simulation;

/// <summary>Which HTML elements have text for content, with scripting enabled (13.2.6.2, 13.2.6.4.4, 13.2.6.4.7).</summary>
internal static class TextContent
{
    /// <summary>The state the tokenizer is switched to by a start tag of HTML; data: not switched.</summary>
    public static TokenizerState Of(ElementName name) => name switch
    {
        ElementName.Title or ElementName.Textarea => TokenizerState.Rcdata,
        ElementName.Style or ElementName.Xmp or ElementName.Iframe or ElementName.Noembed or ElementName.Noframes
            or ElementName.Noscript => TokenizerState.Rawtext,
        ElementName.Script => TokenizerState.ScriptData,
        ElementName.Plaintext => TokenizerState.Plaintext,
        _ => TokenizerState.Data,
    };
}
