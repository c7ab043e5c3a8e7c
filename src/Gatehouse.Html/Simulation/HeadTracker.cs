using Gatehouse.Html.Tokenizing;
using static Gatehouse.Html.Simulation.ElementName;

namespace Gatehouse.Html.Simulation;

/// <summary>
/// The insertion modes of the standard (13.2.6.4.1 to 13.2.6.4.6) as far as the end of the head, with scripting
/// enabled as in a browser. Nothing is built; a token goes in, and what it means for the head comes out.
/// </summary>
internal sealed class HeadTracker
{
    private Mode _mode;

    private enum Mode : byte
    {
        Initial,
        BeforeHtml,
        BeforeHead,
        InHead,
        AfterHead,
    }

    /// <summary>Whether a tag has been seen that a part of a page does not have.</summary>
    public bool IsDocument { get; private set; }

    /// <summary>Whether the head's start tag has been seen.</summary>
    public bool IsHeadWritten { get; private set; }

    /// <summary>Whether what is inserted here would be taken for the content of an element of the head that is still open.</summary>
    public static bool IsInside(OpenElements open) => open.IsInText || open.IsInTemplate;

    public void Reset()
    {
        _mode = Mode.Initial;
        IsDocument = false;
        IsHeadWritten = false;
    }

    /// <summary>Takes text that is not white space, outside of any element of the head.</summary>
    public HeadMarks TakeCharacters() => ToAfterHead();

    /// <param name="token">The next token, other than text: where its white space ends must be known.</param>
    /// <param name="open">The elements that are open before it.</param>
    public HeadMarks Take(in Token token, OpenElements open) => token.Kind switch
    {
        TokenKind.Doctype => TakeDoctype(),
        _ when IsInside(open) => HeadMarks.None,
        TokenKind.StartTag => TakeStartTag(ElementNames.Of(token.Value)),
        TokenKind.EndTag => TakeEndTag(ElementNames.Of(token.Value)),
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

    private HeadMarks TakeStartTag(ElementName name)
    {
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

            case Meta:
                return ToInHead() | HeadMarks.Meta;

            case Base or Basefont or Bgsound or Link or Title or Style or Script or Noscript or Noframes or Template:
                return ToInHead();

            default:
                return ToAfterHead();
        }
    }

    private HeadMarks TakeEndTag(ElementName name) => name switch
    {
        Head or Body or ElementName.Html or Br => ToAfterHead(),
        _ => HeadMarks.None,
    };

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
