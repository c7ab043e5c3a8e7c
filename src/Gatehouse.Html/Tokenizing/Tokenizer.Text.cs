using static Gatehouse.Html.Tokenizing.TokenizerState;

namespace Gatehouse.Html.Tokenizing;

/// <content>RCDATA and RAWTEXT states and the search for the appropriate end tag (13.2.5.2, .3, .9 to .17, .24 to .26).</content>
internal sealed partial class Tokenizer
{
    private Step ReadRawText(ReadOnlySpan<byte> window)
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
            if (i + 1 >= window.Length || window[i + 1] == '/')
            {
                return BeginTextLessThanSign(i);
            }

            i++;
        }
    }

    /// <summary>Lets the text before a less-than sign go, so that the sign is first in its window when it is read.</summary>
    private Step BeginTextLessThanSign(int i)
    {
        if (i > 0)
        {
            return EmitText(i);
        }

        _textState = _state;
        _state = TextLessThanSign;
        _position = 1;
        return Step.Continue;
    }

    private Step ReadTextEndTag(ReadOnlySpan<byte> window)
    {
        var i = _position;
        while (i < window.Length)
        {
            var value = window[i];
            switch (_state)
            {
                case TextLessThanSign when value == '/':
                    _state = TextEndTagOpen;
                    break;

                case TextLessThanSign:
                    return LeaveTextLessThanSign(i, value);

                case TextEndTagOpen when Bytes.IsLetter(value):
                    _state = TextEndTagName;
                    _matched = 0;
                    continue;

                case TextEndTagName when _matched < _endTagNameLength && Bytes.ToLower(value) == _endTagName[_matched]:
                    _matched++;
                    break;

                case TextEndTagName when _matched == _endTagNameLength && Bytes.EndsTagName(value):
                    BeginTag(2, isEndTag: true);
                    _position = i;
                    return Step.Continue;

                default:
                    return BackToText(i);
            }

            i++;
        }

        return NeedMore(i);
    }

    private Step LeaveTextLessThanSign(int i, byte value)
    {
        switch (_textState)
        {
            case ScriptData when value == '!':
                _position = i + 1;
                _state = ScriptDataEscapeStart;
                return Step.Continue;

            case ScriptDataEscaped or ScriptDataEscapedDash or ScriptDataEscapedDashDash when Bytes.IsLetter(value):
                _position = i;
                _matched = 0;
                _state = ScriptDataDoubleEscapeStart;
                return Step.Continue;

            default:
                return BackToText(i);
        }
    }

    /// <summary>It was text after all; a run of dashes before it is broken.</summary>
    private Step BackToText(int i)
    {
        _position = i;
        _state = _textState is ScriptDataEscapedDash or ScriptDataEscapedDashDash ? ScriptDataEscaped : _textState;
        return Step.Continue;
    }
}
