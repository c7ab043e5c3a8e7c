using System.Buffers;
using System.Globalization;
using System.Text;

namespace Gatehouse.Html.Encodings;

/// <summary>The value of an attribute as the tokenizer of a browser would hand it on (13.2.5.36 to 13.2.5.38, 13.2.5.72 to 13.2.5.80).</summary>
internal static class CharacterReferences
{
    /// <summary>How many times as long a value may get: NUL becomes the three bytes of U+FFFD.</summary>
    public const int MostGrowth = 3;

    private const int Replacement = 0xFFFD;

    /// <summary>What the bytes 80 to 9F of windows-1252 mean, which numeric references in that range are taken for.</summary>
    private const string Windows1252 =
        "\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F"
        + "\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178";

    private static readonly SearchValues<byte> Marks = SearchValues.Create("&\r\0"u8);

    /// <param name="value">In UTF-8, or ASCII at least.</param>
    public static string DecodeAttribute(ReadOnlySpan<byte> value)
    {
        if (!value.ContainsAny(Marks))
        {
            return Encoding.UTF8.GetString(value);
        }

        var decoded = ArrayPool<byte>.Shared.Rent(value.Length * MostGrowth);
        var text = Encoding.UTF8.GetString(decoded, 0, DecodeAttribute(value, decoded));
        ArrayPool<byte>.Shared.Return(decoded);
        return text;
    }

    /// <param name="value">In UTF-8, or ASCII at least.</param>
    /// <param name="output">For <see cref="MostGrowth"/> times as many bytes.</param>
    /// <returns>How many bytes were written.</returns>
    public static int DecodeAttribute(ReadOnlySpan<byte> value, Span<byte> output)
    {
        var written = 0;
        while (value.IndexOfAny(Marks) is var next and >= 0)
        {
            value[..next].CopyTo(output[written..]);
            written += next;
            value = value[next..];
            var read = value[0] switch
            {
                (byte)'&' => Reference(value, output, ref written),
                (byte)'\r' => NewLine(value, output, ref written),
                _ => Write(Replacement, 1, output, ref written),
            };
            if (read == 0)
            {
                output[written++] = (byte)'&';
                read = 1;
            }

            value = value[read..];
        }

        value.CopyTo(output[written..]);
        return written + value.Length;
    }

    public static int Digit(byte value, bool isHex) => value switch
    {
        >= (byte)'0' and <= (byte)'9' => value - '0',
        _ when isHex && (value | 0x20) is >= 'a' and <= 'f' => (value | 0x20) - 'a' + 10,
        _ => -1,
    };

    private static int NewLine(ReadOnlySpan<byte> value, Span<byte> output, ref int written) =>
        Write('\n', value.Length > 1 && value[1] == '\n' ? 2 : 1, output, ref written);

    /// <returns>The length of the reference; zero: it is none.</returns>
    private static int Reference(ReadOnlySpan<byte> value, Span<byte> output, ref int written) =>
        value.Length > 1 && value[1] == '#' ? Numeric(value, output, ref written) : Named(value, output, ref written);

    private static int Numeric(ReadOnlySpan<byte> value, Span<byte> output, ref int written)
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
        return Write(code, end < value.Length && value[end] == ';' ? end + 1 : end, output, ref written);
    }

    /// <remarks>
    /// In an attribute a name without its semicolon counts only if no letter, digit or equals sign follows, so the whole
    /// run of letters and digits is the name or nothing is.
    /// </remarks>
    private static int Named(ReadOnlySpan<byte> value, Span<byte> output, ref int written)
    {
        var end = 1;
        while (end < value.Length && char.IsAsciiLetterOrDigit((char)value[end]))
        {
            end++;
        }

        var isClosed = end < value.Length && value[end] == ';';
        var codes = NamedCharacterReferences.Find(value[1..end], isClosed);
        if (codes.IsEmpty || (!isClosed && end < value.Length && value[end] == '='))
        {
            return 0;
        }

        foreach (var code in codes.Split((byte)' '))
        {
            Write(int.Parse(codes[code], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture), 0, output, ref written);
        }

        return isClosed ? end + 1 : end;
    }

    /// <returns><paramref name="read"/>, for whoever has read so much.</returns>
    private static int Write(int code, int read, Span<byte> output, ref int written)
    {
        written += new Rune(code).EncodeToUtf8(output[written..]);
        return read;
    }
}
