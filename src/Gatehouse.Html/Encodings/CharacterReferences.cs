using System.Text;
using Gatehouse.Html.Tokenizing;

namespace Gatehouse.Html.Encodings;

/// <summary>
/// Decodes the value of an attribute whose meaning is ASCII, such as a content security policy (13.2.5.72 to 13.2.5.80).
/// </summary>
/// <remarks>
/// Numeric references are decoded in full. Of the named ones, those that stand for an ASCII character: the rest of the
/// standard's two thousand cannot be part of any value that is read here, and stay as they are.
/// </remarks>
internal static class CharacterReferences
{
    private const int Replacement = 0xFFFD;

    /// <summary>What the bytes 80 to 9F of windows-1252 mean, which numeric references in that range are taken for.</summary>
    private const string Windows1252 =
        "\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F"
        + "\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178";

    public static string DecodeAttribute(ReadOnlySpan<byte> value)
    {
        var next = value.IndexOf((byte)'&');
        if (next < 0)
        {
            return Encoding.UTF8.GetString(value);
        }

        var text = new StringBuilder(value.Length);
        while (next >= 0)
        {
            text.Append(Encoding.UTF8.GetString(value[..next]));
            value = value[next..];
            var length = value.Length > 1 && value[1] == '#' ? Numeric(value, text) : Named(value, text);
            if (length == 0)
            {
                text.Append('&');
                length = 1;
            }

            value = value[length..];
            next = value.IndexOf((byte)'&');
        }

        return text.Append(Encoding.UTF8.GetString(value)).ToString();
    }

    /// <returns>The length of the reference; zero: it is none.</returns>
    private static int Numeric(ReadOnlySpan<byte> value, StringBuilder text)
    {
        var isHex = value.Length > 2 && (value[2] | 0x20) == 'x';
        var start = isHex ? 3 : 2;
        var end = start;
        var code = 0;
        while (end < value.Length && Digit(value[end], isHex) is var digit and >= 0)
        {
            code = Math.Min((code * (isHex ? 16 : 10)) + digit, 0x110000);
            end++;
        }

        if (end == start)
        {
            return 0;
        }

        code = code switch
        {
            0 or > 0x10FFFF or (>= 0xD800 and <= 0xDFFF) => Replacement,
            >= 0x80 and <= 0x9F => Windows1252[code - 0x80],
            _ => code,
        };
        text.Append(new Rune(code).ToString());
        return end < value.Length && value[end] == ';' ? end + 1 : end;
    }

    public static int Digit(byte value, bool isHex) => value switch
    {
        >= (byte)'0' and <= (byte)'9' => value - '0',
        _ when isHex && (value | 0x20) is >= 'a' and <= 'f' => (value | 0x20) - 'a' + 10,
        _ => -1,
    };

    private static int Named(ReadOnlySpan<byte> value, StringBuilder text)
    {
        var end = 1;
        while (end < value.Length && char.IsAsciiLetterOrDigit((char)value[end]))
        {
            end++;
        }

        var name = Encoding.ASCII.GetString(value[1..end]);
        var isClosed = end < value.Length && value[end] == ';';
        var found = isClosed ? Closed(name) : Legacy(name);
        if (found == '\0' || (!isClosed && end < value.Length && value[end] == '='))
        {
            return 0;
        }

        text.Append(found);
        return isClosed ? end + 1 : end;
    }

    /// <summary>The names that are also taken without a semicolon.</summary>
    private static char Legacy(string name) => name switch
    {
        "amp" or "AMP" => '&',
        "lt" or "LT" => '<',
        "gt" or "GT" => '>',
        "quot" or "QUOT" => '"',
        _ => '\0',
    };

    private static char Closed(string name) => name switch
    {
        "Tab" => '\t',
        "NewLine" => '\n',
        "excl" => '!',
        "num" => '#',
        "dollar" => '$',
        "percnt" => '%',
        "apos" => '\'',
        "lpar" => '(',
        "rpar" => ')',
        "ast" or "midast" => '*',
        "plus" => '+',
        "comma" => ',',
        "period" => '.',
        "sol" => '/',
        "colon" => ':',
        "semi" => ';',
        "equals" => '=',
        "quest" => '?',
        "commat" => '@',
        "lsqb" or "lbrack" => '[',
        "bsol" => '\\',
        "rsqb" or "rbrack" => ']',
        "Hat" => '^',
        "lowbar" or "UnderBar" => '_',
        "grave" or "DiacriticalGrave" => '`',
        "lcub" or "lbrace" => '{',
        "verbar" or "vert" or "VerticalLine" => '|',
        "rcub" or "rbrace" => '}',
        _ => Legacy(name),
    };
}
