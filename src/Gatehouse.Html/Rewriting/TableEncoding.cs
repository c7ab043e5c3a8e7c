using System.Text;

namespace Gatehouse.Html.Rewriting;

/// <summary>A single-byte encoding of the Encoding standard that the platform lacks: ASCII, and a table for the upper half.</summary>
/// <param name="upper">The characters of the bytes 80 to FF; U+FFFD: none.</param>
internal sealed class TableEncoding(string upper) : Encoding
{
    private const char Missing = '\uFFFD';

    public override bool IsSingleByte => true;

    public override int GetMaxByteCount(int charCount) => charCount * "&#65535;".Length;

    public override int GetMaxCharCount(int byteCount) => byteCount;

    public override int GetCharCount(byte[] bytes, int index, int count) => count;

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex)
    {
        for (var i = 0; i < byteCount; i++)
        {
            var value = bytes[byteIndex + i];
            chars[charIndex + i] = value < 0x80 ? (char)value : upper[value - 0x80];
        }

        return byteCount;
    }

    public override int GetByteCount(char[] chars, int index, int count) => Write(chars.AsSpan(index, count), [], isDry: true);

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) =>
        Write(chars.AsSpan(charIndex, charCount), bytes.AsSpan(byteIndex), isDry: false);

    private int Write(ReadOnlySpan<char> chars, Span<byte> bytes, bool isDry)
    {
        var written = 0;
        foreach (var rune in chars.EnumerateRunes())
        {
            var at = rune.IsAscii ? rune.Value : rune.IsBmp && rune.Value != Missing ? upper.IndexOf((char)rune.Value) + 0x80 : 0;
            if (rune.IsAscii || at >= 0x80)
            {
                Put((byte)at, bytes, ref written, isDry);
                continue;
            }

            foreach (var letter in $"&#{rune.Value};")
            {
                Put((byte)letter, bytes, ref written, isDry);
            }
        }

        return written;
    }

    private static void Put(byte value, Span<byte> bytes, ref int written, bool isDry)
    {
        if (!isDry)
        {
            bytes[written] = value;
        }

        written++;
    }
}
