using System.Runtime.CompilerServices;
using static Gatehouse.Html.Tokenizing.TokenizerState;

namespace Gatehouse.Html.Tokenizing;

/// <summary>
/// The tokenizer of the HTML standard (13.2.5) over bytes of any ASCII-compatible encoding: it finds where tokens
/// begin and end, and never copies or changes a byte.
/// </summary>
/// <remarks>
/// <para>It is pulled. <see cref="Read"/> is given a window that begins where the last token ended. When it answers
/// false, the window ends in the middle of a token: the caller calls again with the same bytes and more behind them,
/// wherever they now lie. All positions are kept relative to the window, and none ever moves back, so each byte is
/// examined once however the document is cut.</para>
/// <para>The tree decides two things for the tokenizer: <see cref="SwitchTo"/> after a start tag whose content is
/// text, and <see cref="AllowsCdata"/>.</para>
/// </remarks>
internal sealed partial class Tokenizer
{
    private const int LongestKnownName = 16;

    private byte[] _endTagName = new byte[LongestKnownName];
    private int _endTagNameLength;
    private TokenizerState _state;
    private TokenizerState _textState;
    private int _position;
    private int _matched;
    private int _valueStart;
    private int _valueEnd;
    private int _length;
    private TokenKind _kind;
    private bool _isEndTag;
    private bool _isSelfClosing;

    private enum Step : byte
    {
        /// <summary>Another state goes on.</summary>
        Continue,

        /// <summary>The window ends before the token does.</summary>
        NeedsMore,

        /// <summary>A token is complete.</summary>
        Token,
    }

    public TokenizerState State => _state;

    /// <summary>Whether a CDATA section may open here: the adjusted current node is not in the HTML namespace.</summary>
    public bool AllowsCdata { get; set; }

    /// <summary>Whether comments are held back until they are whole. If not, they pass by in parts.</summary>
    public bool WholeComments { get; set; }

    /// <summary>How many bytes were looked at so far; the measure of the promise that time is linear.</summary>
    public long BytesExamined { get; private set; }

    /// <summary>Whether the window ended inside a comment or a doctype, known or about to be known as such.</summary>
    public bool IsInDeclaration => _state >= MarkupDeclarationOpen;

    /// <summary>Back to the start of a document.</summary>
    public void Reset()
    {
        _state = Data;
        _position = 0;
        _endTagNameLength = 0;
        AllowsCdata = false;
        BytesExamined = 0;
    }

    /// <summary>
    /// Says that what follows is not the data state.
    /// </summary>
    /// <param name="content">RCDATA, RAWTEXT, script data, PLAINTEXT, or another content state.</param>
    /// <param name="name">The name of the element; only its end tag ends the content.</param>
    public void SwitchTo(TokenizerState content, ReadOnlySpan<byte> name)
    {
        if (name.Length > _endTagName.Length)
        {
            _endTagName = new byte[name.Length];
        }

        for (var i = 0; i < name.Length; i++)
        {
            _endTagName[i] = Bytes.ToLower(name[i]);
        }

        _endTagNameLength = name.Length;
        _state = content;
    }

    /// <summary>Reads the token at the start of <paramref name="window"/>.</summary>
    /// <param name="window">All bytes from the end of the last token on, as far as they are known.</param>
    /// <param name="isLast">Whether the document ends where the window ends.</param>
    /// <param name="token">The token, when the answer is true.</param>
    /// <returns>False: more bytes are needed, or the document has ended.</returns>
    public bool Read(ReadOnlySpan<byte> window, bool isLast, out Token token)
    {
        Skipped = 0;
        if (SkipsText && _state == Data && _position == 0)
        {
            window = SkipText(window);
        }

        var from = _position;
        var step = _state == Data && _position == 0 && BeginsMarkup(window) ? OpenMarkup(window) : Step.Continue;
        if (step == Step.Continue)
        {
            step = Advance(window);
        }

        BytesExamined += (step == Step.Token ? Math.Max(_length, from) : _position) - from;
        if (step == Step.NeedsMore && !(isLast && TryEnd(window)))
        {
            token = default;
            return false;
        }

        token = new Token(_kind, window[.._length], _valueStart, _valueEnd, _isSelfClosing);
        return true;
    }

    /// <summary>Whether text of the data state is nobody's business: <see cref="Read"/> passes it by and counts it.</summary>
    public bool SkipsText { get; set; }

    /// <summary>How many bytes of text the last <see cref="Read"/> passed by, whatever it answered. The token is behind them.</summary>
    public int Skipped { get; private set; }

    private ReadOnlySpan<byte> SkipText(ReadOnlySpan<byte> window)
    {
        if (BeginsMarkup(window))
        {
            return window;
        }

        var i = 0;
        while (true)
        {
            var next = window[i..].IndexOf((byte)'<');
            if (next < 0)
            {
                Skipped = window.Length;
                break;
            }

            i += next;
            if (i + 1 >= window.Length || OpensMarkup(window[i + 1]))
            {
                Skipped = i;
                break;
            }

            i++;
        }

        BytesExamined += Skipped;
        return window[Skipped..];
    }

    /// <summary>The token that was read last, as a view on the bytes it was read from, wherever they now lie.</summary>
    public Token Again(ReadOnlySpan<byte> window) => new(_kind, window[.._length], _valueStart, _valueEnd, _isSelfClosing);

    private Step Advance(ReadOnlySpan<byte> window)
    {
        Step step;
        do
        {
            step = _state switch
            {
                Data => ReadData(window),
                Rcdata or Rawtext => ReadRawText(window),
                Plaintext => EmitRest(window),
                CdataSection => ReadCdata(window),
                <= ScriptDataDoubleEscapeEnd => ReadScript(window),
                <= TextEndTagName => ReadTextEndTag(window),
                <= SelfClosingStartTag => ReadTag(window),
                _ => ReadDeclaration(window),
            };
        }
        while (step == Step.Continue);
        return step;
    }

    private Step ReadData(ReadOnlySpan<byte> window)
    {
        var i = _position;
        while (true)
        {
            var next = window[i..].IndexOf((byte)'<');
            if (next < 0)
            {
                return EmitRest(window);
            }

            i += next;
            if (i + 1 < window.Length && !OpensMarkup(window[i + 1]))
            {
                i++;
                continue;
            }

            return i > 0 ? EmitText(i) : OpenMarkup(window);
        }
    }

    /// <summary>Goes straight to the name of a tag, where it can: most tokens are tags.</summary>
    private Step OpenMarkup(ReadOnlySpan<byte> window)
    {
        if (window.Length > 2)
        {
            if (Bytes.IsLetter(window[1]))
            {
                BeginTag(1, isEndTag: false);
                return ReadTag(window);
            }

            if (window[1] == '/' && Bytes.IsLetter(window[2]))
            {
                BeginTag(2, isEndTag: true);
                return ReadTag(window);
            }
        }

        _position = 1;
        _state = TagOpen;
        return Step.Continue;
    }

    /// <summary>Emits the whole window as text; the state stays.</summary>
    private Step EmitRest(ReadOnlySpan<byte> window)
    {
        if (window.IsEmpty)
        {
            _position = 0;
            return Step.NeedsMore;
        }

        return EmitText(window.Length);
    }

    private Step EmitText(int length)
    {
        _kind = TokenKind.Text;
        _length = length;
        _valueStart = _valueEnd = 0;
        _position = 0;
        return Step.Token;
    }

    private Step Emit(TokenKind kind, int length, int valueStart, int valueEnd, TokenizerState next)
    {
        _kind = kind;
        _length = length;
        _valueStart = valueStart;
        _valueEnd = valueEnd;
        _position = 0;
        _state = next;
        return Step.Token;
    }

    private Step NeedMore(int position)
    {
        _position = position;
        return Step.NeedsMore;
    }

    /// <summary>A tag often stands behind a tag; to look before searching is cheaper than to search.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool BeginsMarkup(ReadOnlySpan<byte> window) =>
        window.Length > 1 && window[0] == '<' && OpensMarkup(window[1]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool OpensMarkup(byte value) => Bytes.IsLetter(value) || value is (byte)'/' or (byte)'!' or (byte)'?';

    /// <summary>The end of the file, in each state: what is left in the window becomes the last token.</summary>
    private bool TryEnd(ReadOnlySpan<byte> window)
    {
        if (window.IsEmpty)
        {
            return false;
        }

        switch (_state)
        {
            case TagOpen or EndTagOpen:
                Emit(TokenKind.Text, window.Length, 0, 0, Data);
                break;
            case >= TextLessThanSign and <= TextEndTagName:
                Emit(TokenKind.Text, window.Length, 0, 0, _textState);
                break;
            case <= ScriptDataDoubleEscapeEnd:
                Emit(TokenKind.Text, window.Length, 0, 0, _state);
                break;
            case <= SelfClosingStartTag:
                Emit(TokenKind.Dropped, window.Length, 0, 0, Data);
                break;
            case Doctype:
                Emit(TokenKind.Doctype, window.Length, 0, 0, Data);
                break;
            case MarkupDeclarationOpen:
                Emit(TokenKind.Comment, window.Length, Math.Min(2, window.Length), window.Length, Data);
                break;
            default:
                EmitComment(window.Length, DashesHeldBack);
                break;
        }

        return true;
    }
}
