using System.Buffers;
using static Gatehouse.Html.Tokenizing.TokenizerState;

namespace Gatehouse.Html.Tokenizing;

/// <content>Tag open state to self-closing start tag state (13.2.5.6 to 13.2.5.8, 13.2.5.32 to 13.2.5.40).</content>
internal sealed partial class Tokenizer
{
    private static readonly SearchValues<byte> AttributeNameEnds = SearchValues.Create("\t\n\f\r />="u8);
    private static readonly SearchValues<byte> UnquotedValueEnds = SearchValues.Create("\t\n\f\r >"u8);

    private Step ReadTag(ReadOnlySpan<byte> window)
    {
        var i = _position;
        int found;
        byte value;
        switch (_state)
        {
            case TagOpen:
                return ReadTagOpen(window, i);

            case EndTagOpen:
                return ReadEndTagOpen(window, i);

            case TagName:
                while (true)
                {
                    if (i >= window.Length)
                    {
                        return NeedMore(i);
                    }

                    if (Bytes.EndsTagName(window[i]))
                    {
                        break;
                    }

                    i++;
                }

                _valueEnd = i;
                _isSelfClosing = false;
                if (window[i] == '>')
                {
                    return EmitTag(i + 1);
                }

                i = SkipUsualAttributes(window, i);
                if (i < window.Length && window[i] == '>')
                {
                    return EmitTag(i + 1);
                }

                goto case BeforeAttributeName;

            case BeforeAttributeName:
                while (i < window.Length && Bytes.IsSpace(window[i]))
                {
                    i++;
                }

                if (i >= window.Length)
                {
                    _state = BeforeAttributeName;
                    return NeedMore(i);
                }

                if (window[i] is (byte)'/' or (byte)'>')
                {
                    goto case AfterAttributeName;
                }

                // An equals sign here is the first letter of a name, so the name's first byte is not looked at.
                i++;
                goto case AttributeName;

            case AttributeName:
                found = window[i..].IndexOfAny(AttributeNameEnds);
                if (found < 0)
                {
                    _state = AttributeName;
                    return NeedMore(window.Length);
                }

                i += found;
                goto case AfterAttributeName;

            case AfterAttributeName:
                while (i < window.Length && Bytes.IsSpace(window[i]))
                {
                    i++;
                }

                if (i >= window.Length)
                {
                    _state = AfterAttributeName;
                    return NeedMore(i);
                }

                value = window[i++];
                if (value == '=')
                {
                    goto case BeforeAttributeValue;
                }

                if (value == '>')
                {
                    return EmitTag(i);
                }

                if (value == '/')
                {
                    goto case SelfClosingStartTag;
                }

                goto case AttributeName;

            case BeforeAttributeValue:
                while (i < window.Length && Bytes.IsSpace(window[i]))
                {
                    i++;
                }

                if (i >= window.Length)
                {
                    _state = BeforeAttributeValue;
                    return NeedMore(i);
                }

                if (window[i] == '"')
                {
                    i++;
                    goto case AttributeValueDoubleQuoted;
                }

                if (window[i] == '\'')
                {
                    i++;
                    goto case AttributeValueSingleQuoted;
                }

                goto case AttributeValueUnquoted;

            case AttributeValueDoubleQuoted:
                found = window[i..].IndexOf((byte)'"');
                if (found < 0)
                {
                    _state = AttributeValueDoubleQuoted;
                    return NeedMore(window.Length);
                }

                i += found + 1;
                goto case AfterAttributeValueQuoted;

            case AttributeValueSingleQuoted:
                found = window[i..].IndexOf((byte)'\'');
                if (found < 0)
                {
                    _state = AttributeValueSingleQuoted;
                    return NeedMore(window.Length);
                }

                i += found + 1;
                goto case AfterAttributeValueQuoted;

            case AttributeValueUnquoted:
                found = window[i..].IndexOfAny(UnquotedValueEnds);
                if (found < 0)
                {
                    _state = AttributeValueUnquoted;
                    return NeedMore(window.Length);
                }

                i += found;
                if (window[i] == '>')
                {
                    return EmitTag(i + 1);
                }

                goto case BeforeAttributeName;

            case AfterAttributeValueQuoted:
                if (i >= window.Length)
                {
                    _state = AfterAttributeValueQuoted;
                    return NeedMore(i);
                }

                if (window[i] == '>')
                {
                    return EmitTag(i + 1);
                }

                if (window[i] == '/')
                {
                    i++;
                    goto case SelfClosingStartTag;
                }

                goto case BeforeAttributeName;

            case SelfClosingStartTag:
                if (i >= window.Length)
                {
                    _state = SelfClosingStartTag;
                    return NeedMore(i);
                }

                if (window[i] != '>')
                {
                    goto case BeforeAttributeName;
                }

                _isSelfClosing = true;
                return EmitTag(i + 1);

            default:
                throw new InvalidOperationException(); // Advance sends only the states above
        }
    }

    /// <summary>
    /// Passes attributes as nearly all are written: a space, a name, and an equals sign with a quoted value or nothing. Names
    /// are short, so they are looked at byte by byte.
    /// </summary>
    /// <param name="i">The byte behind the tag's name.</param>
    /// <returns>The tag's end, or the start of what is written otherwise or not there yet: before an attribute's name.</returns>
    private static int SkipUsualAttributes(ReadOnlySpan<byte> window, int i)
    {
        while (i < window.Length && window[i] == ' ')
        {
            var at = i + 1;
            while (at < window.Length && Bytes.IsNameLetter(window[at]))
            {
                at++;
            }

            if (at == i + 1 || at + 1 >= window.Length)
            {
                return i;
            }

            if (window[at] == '=')
            {
                var quote = window[at + 1];
                if (quote is not ((byte)'"' or (byte)'\''))
                {
                    return i;
                }

                var end = window[(at + 2)..].IndexOf(quote);
                if (end < 0)
                {
                    return i;
                }

                at += end + 3;
            }

            if (at >= window.Length || window[at] is not ((byte)' ' or (byte)'>') || (window[at] == ' ' && IsEqualsBehind(window, at)))
            {
                return i;
            }

            i = at;
        }

        return i;
    }

    /// <summary>White space may stand before the equals sign of an attribute.</summary>
    private static bool IsEqualsBehind(ReadOnlySpan<byte> window, int at)
    {
        var next = at + 1;
        return next >= window.Length || !Bytes.IsNameLetter(window[next]);
    }

    private Step ReadTagOpen(ReadOnlySpan<byte> window, int i)
    {
        if (i >= window.Length)
        {
            return NeedMore(i);
        }

        var value = window[i];
        if (Bytes.IsLetter(value))
        {
            return BeginTag(i, isEndTag: false);
        }

        switch (value)
        {
            case (byte)'/':
                _position = i + 1;
                _state = EndTagOpen;
                break;
            case (byte)'!':
                _position = i + 1;
                _state = MarkupDeclarationOpen;
                break;
            case (byte)'?':
                return BeginComment(i, dataStart: i, BogusComment);
            default:
                _position = i;
                _state = Data;
                break;
        }

        return Step.Continue;
    }

    private Step ReadEndTagOpen(ReadOnlySpan<byte> window, int i)
    {
        if (i >= window.Length)
        {
            return NeedMore(i);
        }

        if (Bytes.IsLetter(window[i]))
        {
            return BeginTag(i, isEndTag: true);
        }

        return window[i] == '>'
            ? Emit(TokenKind.Dropped, i + 1, 0, 0, Data)
            : BeginComment(i, dataStart: i, BogusComment);
    }

    private Step BeginTag(int nameStart, bool isEndTag)
    {
        _valueStart = nameStart;
        _position = nameStart + 1;
        _isEndTag = isEndTag;
        _state = TagName;
        return Step.Continue;
    }

    private Step EmitTag(int length) =>
        Emit(_isEndTag ? TokenKind.EndTag : TokenKind.StartTag, length, _valueStart, _valueEnd, Data);
}
