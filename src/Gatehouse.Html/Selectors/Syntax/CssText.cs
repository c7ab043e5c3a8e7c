namespace Gatehouse.Html.Selectors.Syntax;

/// <summary>The classes of characters and the escapes of CSS Syntax 3 (4.2, 4.3.7, 4.3.8, 4.3.9).</summary>
internal static class CssText
{
    public const char End = '\uFFFF';
    public const char Replacement = '\uFFFD';
    private const int LongestEscape = 6;

    public static char At(string text, int position) => position < text.Length ? text[position] : End;

    public static bool IsNewLine(char value) => value is '\n' or '\r' or '\f';

    public static bool IsSpace(char value) => value is ' ' or '\t' || IsNewLine(value);

    public static bool StartsName(string text, int position) => At(text, position) switch
    {
        '\\' => StartsEscape(text, position),
        End => position < text.Length,
        '\0' or '_' or >= '\u0080' => true,
        var value => char.IsAsciiLetter(value),
    };

    /// <summary>Whether what stands there would go on a name.</summary>
    public static bool IsName(string text, int position) =>
        StartsName(text, position) || At(text, position) is '-' or (>= '0' and <= '9');

    public static bool StartsIdentifier(string text, int position) =>
        At(text, position) == '-'
            ? At(text, position + 1) == '-' || StartsName(text, position + 1)
            : StartsName(text, position);

    /// <summary>A reverse solidus that ends the text is none: what it would escape was forgotten.</summary>
    public static bool StartsEscape(string text, int position) =>
        At(text, position) == '\\' && position + 1 < text.Length && !IsNewLine(text[position + 1]);

    /// <summary>The position behind one new line: a carriage return and a line feed are one.</summary>
    public static int SkipNewLine(string text, int position) =>
        text[position] == '\r' && At(text, position + 1) == '\n' ? position + 2 : position + 1;

    /// <param name="text">The text.</param>
    /// <param name="position">Of the reverse solidus; afterwards behind the escape.</param>
    public static string ReadEscape(string text, ref int position)
    {
        position++;
        if (!char.IsAsciiHexDigit(text[position]))
        {
            return ReadCharacter(text, ref position);
        }

        var code = 0;
        for (var count = 0; count < LongestEscape && char.IsAsciiHexDigit(At(text, position)); count++)
        {
            code = (code * 16) + Convert.ToInt32(text[position++].ToString(), 16);
        }

        if (position < text.Length && IsSpace(text[position]))
        {
            position = SkipNewLine(text, position);
        }

        return code is 0 or > 0x10FFFF or (>= 0xD800 and <= 0xDFFF) ? "\uFFFD" : char.ConvertFromUtf32(code);
    }

    /// <summary>One code point; what cannot be encoded becomes U+FFFD, as NUL does.</summary>
    public static string ReadCharacter(string text, ref int position)
    {
        var value = text[position++];
        if (char.IsHighSurrogate(value) && char.IsLowSurrogate(At(text, position)))
        {
            return string.Concat(value, text[position++]);
        }

        return value == '\0' || char.IsSurrogate(value) ? "\uFFFD" : value.ToString();
    }
}
