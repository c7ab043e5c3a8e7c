using static Gatehouse.Html.Tokenizing.TokenizerState;

namespace Gatehouse.Html.Tokenizing;

/// <content>Bogus comment, markup declaration open, comment, DOCTYPE and CDATA states (13.2.5.41 to 13.2.5.71).</content>
internal sealed partial class Tokenizer
{
    private const byte CaseBit = 0x20;

    /// <summary>How many bytes before the end of a cut-off comment are not its data, by the state it was cut off in.</summary>
    private int DashesHeldBack => _state switch
    {
        CommentStartDash or CommentEndDash => 1,
        CommentEnd => 2,
        CommentEndBang => 3,
        _ => 0,
    };

    private Step ReadDeclaration(ReadOnlySpan<byte> window) => _state switch
    {
        MarkupDeclarationOpen => ReadMarkupDeclarationOpen(window),
        BogusComment => ReadBogusComment(window),
        Doctype => ReadDoctype(window),
        _ => ReadComment(window),
    };

    private Step ReadMarkupDeclarationOpen(ReadOnlySpan<byte> window)
    {
        // At most seven bytes are compared again when a chunk ends among them.
        const int Open = 2;
        var rest = window[Open..];
        switch (Match(rest, "--"u8, exact: true))
        {
            case null:
                return NeedMore(window.Length);
            case true:
                return BeginComment(Open + 2, dataStart: Open + 2, CommentStart);
        }

        switch (Match(rest, "doctype"u8, exact: false))
        {
            case null:
                return NeedMore(window.Length);
            case true:
                _position = Open + 7;
                _state = Doctype;
                return Step.Continue;
        }

        switch (AllowsCdata ? Match(rest, "[CDATA["u8, exact: true) : false)
        {
            case null:
                return NeedMore(window.Length);
            case true:
                return Emit(TokenKind.CdataStart, Open + 7, 0, 0, CdataSection);
            default:
                return BeginComment(Open, dataStart: Open, BogusComment);
        }
    }

    /// <summary>Null: what there is matches, but it is too short to say.</summary>
    private static bool? Match(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> word, bool exact)
    {
        var length = Math.Min(bytes.Length, word.Length);
        for (var i = 0; i < length; i++)
        {
            if ((exact ? bytes[i] : Bytes.ToLower(bytes[i])) != word[i])
            {
                return false;
            }
        }

        return length == word.Length ? true : null;
    }

    private Step BeginComment(int position, int dataStart, TokenizerState state)
    {
        _valueStart = dataStart;
        _position = position;
        _state = state;
        return Step.Continue;
    }

    private Step ReadBogusComment(ReadOnlySpan<byte> window)
    {
        var end = window[_position..].IndexOf((byte)'>');
        if (end < 0)
        {
            return CommentNeedsMore(window);
        }

        end += _position;
        return WholeComments
            ? Emit(TokenKind.Comment, end + 1, _valueStart, end, Data)
            : Emit(TokenKind.CommentPart, end + 1, 0, 0, Data);
    }

    /// <remarks>
    /// The standard's four "comment less-than sign" states differ from the comment state in parse errors only: after
    /// <c>&lt;!--</c> inside a comment they stand exactly where the comment end state stands.
    /// </remarks>
    private Step ReadComment(ReadOnlySpan<byte> window)
    {
        var i = _position;
        while (i < window.Length)
        {
            if (_state == Comment)
            {
                var dash = window[i..].IndexOf((byte)'-');
                if (dash < 0)
                {
                    break;
                }

                i += dash + 1;
                _state = CommentEndDash;
                continue;
            }

            var value = window[i++];
            if (value == '>' && _state is not CommentEndDash)
            {
                return EmitComment(i, DashesHeldBack + 1);
            }

            _state = (_state, value) switch
            {
                (CommentStart, (byte)'-') => CommentStartDash,
                (CommentStartDash or CommentEndDash or CommentEnd, (byte)'-') => CommentEnd,
                (CommentEndBang, (byte)'-') => CommentEndDash,
                (CommentEnd, (byte)'!') => CommentEndBang,
                _ => Comment,
            };
        }

        return CommentNeedsMore(window);
    }

    private Step CommentNeedsMore(ReadOnlySpan<byte> window) =>
        WholeComments || window.IsEmpty
            ? NeedMore(window.Length)
            : Emit(TokenKind.CommentPart, window.Length, 0, 0, _state);

    private Step EmitComment(int length, int trailer) => WholeComments
        ? Emit(TokenKind.Comment, length, _valueStart, Math.Max(_valueStart, length - trailer), Data)
        : Emit(TokenKind.CommentPart, length, 0, 0, Data);

    /// <remarks>A greater-than sign ends a DOCTYPE in every one of its sixteen states, within quotes too.</remarks>
    private Step ReadDoctype(ReadOnlySpan<byte> window)
    {
        var end = window[_position..].IndexOf((byte)'>');
        return end < 0
            ? NeedMore(window.Length)
            : Emit(TokenKind.Doctype, _position + end + 1, 0, 0, Data);
    }

    private Step ReadCdata(ReadOnlySpan<byte> window)
    {
        var end = window.IndexOf("]]>"u8);
        if (end == 0)
        {
            return Emit(TokenKind.CdataEnd, 3, 0, 0, Data);
        }

        if (end > 0)
        {
            return EmitText(end);
        }

        // One or two brackets may be the start of the end.
        var length = window.Length;
        while (length > 0 && window.Length - length < 2 && window[length - 1] == ']')
        {
            length--;
        }

        return length > 0 ? EmitText(length) : NeedMore(window.Length);
    }
}
