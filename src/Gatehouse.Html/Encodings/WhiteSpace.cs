using Gatehouse.Html.Tokenizing;

namespace Gatehouse.Html.Encodings;

/// <summary>
/// White space at the start of text, as tree construction sees it: behind the tokenizer, where <c>&amp;#32;</c> is a
/// space like any other.
/// </summary>
internal static class WhiteSpace
{
    /// <summary>
    /// A reference longer than this, by leading zeros, is taken for other text, so that one that comes byte by byte is
    /// not read again and again.
    /// </summary>
    private const int LongestReference = 32;

    /// <param name="text">A run of text.</param>
    /// <param name="isWhole">Whether the run ends here.</param>
    /// <param name="isUndecided">Whether what follows the white space could still become some, with more bytes.</param>
    /// <returns>How many bytes of white space the text begins with.</returns>
    public static int Count(ReadOnlySpan<byte> text, bool isWhole, out bool isUndecided)
    {
        var count = 0;
        isUndecided = false;
        while (true)
        {
            count += Bytes.CountLeadingSpace(text[count..]);
            if (count == text.Length || text[count] != '&')
            {
                return count;
            }

            var reference = text[count..];
            var length = Reference(reference[..Math.Min(reference.Length, LongestReference)], isWhole);
            if (length is null or 0)
            {
                isUndecided = length is null && reference.Length < LongestReference;
                return count;
            }

            count += length.Value;
        }
    }

    /// <returns>The length of a reference to white space; zero: it is none; null: it cannot be said yet.</returns>
    private static int? Reference(ReadOnlySpan<byte> text, bool isWhole)
    {
        if (text.Length > 1 && text[1] == '#')
        {
            return Numeric(text, isWhole);
        }

        // All other names of white space are of characters outside of ASCII.
        return Named(text, "&Tab;"u8, isWhole) is var tab and not 0 ? tab : Named(text, "&NewLine;"u8, isWhole);
    }

    private static int? Named(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name, bool isWhole) =>
        text.StartsWith(name) ? name.Length
        : !isWhole && name.StartsWith(text) ? null
        : 0;

    private static int? Numeric(ReadOnlySpan<byte> text, bool isWhole)
    {
        var isHex = text.Length > 2 && (text[2] | 0x20) == 'x';
        var start = isHex ? 3 : 2;
        var end = start;
        var code = 0;
        while (end < text.Length && CharacterReferences.Digit(text[end], isHex) is var digit and >= 0)
        {
            code = Math.Min((code * (isHex ? 16 : 10)) + digit, 0x110000);
            end++;
        }

        if (end >= text.Length && !isWhole)
        {
            return null;
        }

        var isSpace = end > start && code <= ' ' && Bytes.IsSpace((byte)code);
        return !isSpace ? 0 : end < text.Length && text[end] == ';' ? end + 1 : end;
    }
}
