using Gatehouse.Html.Tokenizing;
using static Gatehouse.Html.Simulation.ElementName;

namespace Gatehouse.Html.Simulation;

/// <summary>
/// The insertion modes of the standard (13.2.6.4.1 to 13.2.6.4.6) as far as the end of the head, with scripting
/// enabled as in a browser. Nothing is built; a token goes in, and what it means for the head comes out.
/// </summary>
internal sealed class HeadTracker
{
    private readonly ForeignContent _template = new();
    private Mode _mode;
    private int _selects;

    private enum Mode : byte
    {
        Initial,
        BeforeHtml,
        BeforeHead,
        InHead,

        /// <summary>Text, raw or not, up to the element's end tag; the original mode is in head or in template.</summary>
        Text,
        InTemplate,
        AfterHead,
    }

    /// <summary>Whether a tag has been seen that a part of a page does not have.</summary>
    public bool IsDocument { get; private set; }

    /// <summary>Whether the head's start tag has been seen.</summary>
    public bool IsHeadWritten { get; private set; }

    /// <summary>Whether what is inserted here would be taken for the content of an element that is still open.</summary>
    public bool IsInsideElement => _mode is Mode.Text or Mode.InTemplate;

    public void Reset()
    {
        _mode = Mode.Initial;
        _template.Reset();
        IsDocument = false;
        IsHeadWritten = false;
        _selects = 0;
    }

    /// <summary>Takes text that is not white space, outside of any element of the head.</summary>
    public HeadMarks TakeCharacters() => ToAfterHead();

    /// <param name="token">The next token, other than text: where its white space ends must be known.</param>
    /// <param name="tokenizer">Told when the content of an element is text.</param>
    public HeadMarks Take(in Token token, Tokenizer tokenizer) => token.Kind switch
    {
        TokenKind.Doctype => TakeDoctype(),
        TokenKind.StartTag => TakeStartTag(token, tokenizer),
        TokenKind.EndTag => TakeEndTag(token, tokenizer),
        _ => HeadMarks.None,
    };

    private HeadMarks TakeDoctype()
    {
        IsDocument = true;
        if (_mode == Mode.Initial)
        {
            _mode = Mode.BeforeHtml;
        }

        return HeadMarks.None;
    }

    private HeadMarks TakeStartTag(in Token token, Tokenizer tokenizer)
    {
        var name = ElementNames.Of(token.Value);
        if (_mode == Mode.InTemplate)
        {
            return TakeInTemplate(token, name, tokenizer);
        }

        IsDocument |= name is ElementName.Html or Head or Title or Meta or Link or Body;
        switch (name)
        {
            case ElementName.Html:
                if (_mode < Mode.BeforeHead)
                {
                    _mode = Mode.BeforeHead;
                }

                return HeadMarks.None;

            case Head:
                if (_mode >= Mode.InHead)
                {
                    return HeadMarks.None;
                }

                _mode = Mode.InHead;
                IsHeadWritten = true;
                return HeadMarks.OpensAfter;

            case Base or Basefont or Bgsound or Link:
                return ToInHead();

            case Meta:
                return ToInHead() | HeadMarks.Meta;

            case Title or Style or Script or Noscript or Noframes:
                var opened = ToInHead();
                SwitchToText(token, name, tokenizer);
                return opened;

            case Template:
                opened = ToInHead();
                _template.OpenElement(token, name);
                _mode = Mode.InTemplate;
                return opened;

            default:
                return ToAfterHead();
        }
    }

    private HeadMarks TakeInTemplate(in Token token, ElementName name, Tokenizer tokenizer)
    {
        var isHtml = _template.OpenElement(token, name);
        if (_template.IsTooDeep || (isHtml && IsAmbiguous(name)))
        {
            return HeadMarks.Ambiguous;
        }

        if (isHtml)
        {
            _selects += name == Select ? 1 : 0;
            if (TextContent.Of(name) != TokenizerState.Data)
            {
                SwitchToText(token, name, tokenizer);
            }
        }

        tokenizer.AllowsCdata = _template.IsForeign;
        return HeadMarks.None;
    }

    /// <remarks>
    /// In a select, browsers made before the parser was relaxed in 2025 drop these tags and newer ones do not. Rather
    /// than guess, the page is left alone.
    /// </remarks>
    private bool IsAmbiguous(ElementName name) =>
        _selects > 0 && (name is Svg or ElementName.Math || TextContent.Of(name) != TokenizerState.Data);

    private HeadMarks TakeEndTag(in Token token, Tokenizer tokenizer)
    {
        if (_mode == Mode.Text)
        {
            _template.CloseText();
            _mode = _template.IsInTemplate ? Mode.InTemplate : Mode.InHead;
            tokenizer.AllowsCdata = _template.IsForeign;
            return HeadMarks.None;
        }

        var name = ElementNames.Of(token.Value);
        if (_mode == Mode.InTemplate)
        {
            _template.CloseElement(token, name);
            _selects -= name == Select && _selects > 0 ? 1 : 0;
            tokenizer.AllowsCdata = _template.IsForeign;
            if (!_template.IsInTemplate)
            {
                _mode = Mode.InHead;
                _selects = 0;
            }

            return HeadMarks.None;
        }

        return name switch
        {
            Head or Body or ElementName.Html or Br => ToAfterHead(),
            _ => HeadMarks.None,
        };
    }

    private void SwitchToText(in Token token, ElementName name, Tokenizer tokenizer)
    {
        tokenizer.SwitchTo(TextContent.Of(name), token.Value);
        _mode = Mode.Text;
    }

    private HeadMarks ToInHead()
    {
        if (_mode >= Mode.InHead)
        {
            return HeadMarks.None;
        }

        _mode = Mode.InHead;
        return HeadMarks.OpensBefore;
    }

    private HeadMarks ToAfterHead()
    {
        if (_mode == Mode.AfterHead)
        {
            return HeadMarks.None;
        }

        var opened = ToInHead();
        _mode = Mode.AfterHead;
        return opened | HeadMarks.ClosesBefore;
    }
}
