using System.Buffers;
using static Gatehouse.Html.Tokenizing.TokenizerState;

namespace Gatehouse.Html.Tokenizing;

/// <content>Script data states (13.2.5.4, 13.2.5.15 to 13.2.5.31).</content>
internal sealed partial class Tokenizer
{
    private static readonly SearchValues<byte> DashOrLessThanSign = SearchValues.Create("-<"u8);

    private static ReadOnlySpan<byte> Script => "script"u8;

    /// <remarks>All bytes read here are text: when the window ends, everything so far is let go and the state is kept.</remarks>
    private Step ReadScript(ReadOnlySpan<byte> window)
    {
        var i = _position;
        while (i < window.Length)
        {
            switch (_state)
            {
                case ScriptData:
                    i = SkipTo(window, i, window[i..].IndexOf((byte)'<'));
                    if (i == window.Length)
                    {
                        return EmitRest(window);
                    }

                    if (i + 1 < window.Length && window[i + 1] is not ((byte)'/' or (byte)'!'))
                    {
                        i++;
                        continue;
                    }

                    return BeginTextLessThanSign(i);

                case ScriptDataEscaped or ScriptDataDoubleEscaped:
                    i = SkipTo(window, i, window[i..].IndexOfAny(DashOrLessThanSign));
                    if (i == window.Length)
                    {
                        return EmitRest(window);
                    }

                    break;
            }

            var value = window[i];
            if (value == '<' && _state is ScriptDataEscaped or ScriptDataEscapedDash or ScriptDataEscapedDashDash)
            {
                return BeginTextLessThanSign(i);
            }

            if (_state is ScriptDataDoubleEscapeStart or ScriptDataDoubleEscapeEnd)
            {
                i += ReadDoubleEscapeName(value);
                continue;
            }

            var next = NextScriptState(value);
            // The escape start states look at a byte that is none of theirs again.
            i += next == ScriptData && value != '>' ? 0 : 1;
            _state = next;
        }

        return EmitRest(window);
    }

    private static int SkipTo(ReadOnlySpan<byte> window, int i, int found) => found < 0 ? window.Length : i + found;

    private TokenizerState NextScriptState(byte value) => (_state, value) switch
    {
        (ScriptDataEscapeStart, (byte)'-') => ScriptDataEscapeStartDash,
        (ScriptDataEscapeStartDash, (byte)'-') => ScriptDataEscapedDashDash,
        (ScriptDataEscapeStart or ScriptDataEscapeStartDash, _) => ScriptData,
        (ScriptDataEscaped, (byte)'-') => ScriptDataEscapedDash,
        (ScriptDataEscapedDash or ScriptDataEscapedDashDash, (byte)'-') => ScriptDataEscapedDashDash,
        (ScriptDataEscapedDashDash, (byte)'>') => ScriptData,
        (ScriptDataEscaped or ScriptDataEscapedDash or ScriptDataEscapedDashDash, _) => ScriptDataEscaped,
        (ScriptDataDoubleEscaped, (byte)'-') => ScriptDataDoubleEscapedDash,
        (ScriptDataDoubleEscapedDash or ScriptDataDoubleEscapedDashDash, (byte)'-') => ScriptDataDoubleEscapedDashDash,
        (ScriptDataDoubleEscapedDashDash, (byte)'>') => ScriptData,
        (ScriptDataDoubleEscapedLessThanSign, (byte)'/') => BeginDoubleEscapeEnd(),
        (ScriptDataDoubleEscapedLessThanSign, (byte)'-') => ScriptDataDoubleEscapedDash,
        (_, (byte)'<') => ScriptDataDoubleEscapedLessThanSign,
        _ => ScriptDataDoubleEscaped,
    };

    private TokenizerState BeginDoubleEscapeEnd()
    {
        _matched = 0;
        return ScriptDataDoubleEscapeEnd;
    }

    /// <summary>One byte of the name that may turn double escaping on or off. Returns how many bytes it took.</summary>
    private int ReadDoubleEscapeName(byte value)
    {
        var starts = _state == ScriptDataDoubleEscapeStart;
        if (Bytes.IsLetter(value))
        {
            // Once wrong, always wrong: a count that no name has.
            var fits = _matched < Script.Length && Bytes.ToLower(value) == Script[_matched];
            _matched = fits ? _matched + 1 : Script.Length + 1;
            return 1;
        }

        if (!Bytes.EndsTagName(value))
        {
            _state = starts ? ScriptDataEscaped : ScriptDataDoubleEscaped;
            return 0;
        }

        _state = starts == (_matched == Script.Length) ? ScriptDataDoubleEscaped : ScriptDataEscaped;
        return 1;
    }
}
