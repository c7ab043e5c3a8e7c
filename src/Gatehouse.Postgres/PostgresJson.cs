using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text.Json;

namespace Gatehouse.Postgres;

/// <summary>What PostgreSQL's types <c>jsonb</c> and <c>text</c> cannot hold, in a form that they can.</summary>
internal static class PostgresJson
{
    // jsonb would take about a hundred times as much, and write each digit out whenever it is read: 8 bytes sent, 130 KB read.
    private const int MostDigits = 1000;
    private const int EscapeLength = 6;

    /// <summary>
    /// The same JSON with U+FFFD for U+0000 and for halves of surrogate pairs, and with numbers as texts that have more than 1,000
    /// characters or an exponent beyond ±1,000. A copy is made only when there is something to replace.
    /// </summary>
    public static ReadOnlyMemory<byte> Fit(ReadOnlyMemory<byte> json)
    {
        var fit = ReplaceCharacters(json);
        return LargeNumbers(fit.Span) is { } numbers ? Quote(fit, numbers) : fit;
    }

    /// <summary>The same text with U+FFFD for U+0000.</summary>
    public static string Fit(string text) => text.Replace('\0', '\ufffd');

    // These only stand as escapes.
    private static ReadOnlyMemory<byte> ReplaceCharacters(ReadOnlyMemory<byte> json)
    {
        byte[]? copy = null;
        var at = 0;
        while (json.Span[at..].IndexOf((byte)'\\') is var found and >= 0)
        {
            // A backslash that is escaped is passed together with the one before it, so each one found here begins an escape.
            at += found;
            var rest = json.Span[at..];
            if (rest[1] != 'u')
            {
                at += 2;
                continue;
            }

            var unit = Unit(rest);
            if (char.IsHighSurrogate(unit) && rest.Length >= 2 * EscapeLength && rest[EscapeLength] == '\\' && rest[EscapeLength + 1] == 'u' && char.IsLowSurrogate(Unit(rest[EscapeLength..])))
            {
                at += 2 * EscapeLength;
                continue;
            }

            if (unit == '\0' || char.IsSurrogate(unit))
            {
                copy ??= json.ToArray();
                @"\ufffd"u8.CopyTo(copy.AsSpan(at));
            }

            at += EscapeLength;
        }

        return copy ?? json;
    }

    // Where they stand, in order. Null: there are none.
    private static List<Range>? LargeNumbers(ReadOnlySpan<byte> json)
    {
        List<Range>? numbers = null;
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.Number && IsLarge(reader.ValueSpan))
            {
                (numbers ??= []).Add((int)reader.TokenStartIndex..(int)reader.BytesConsumed);
            }
        }

        return numbers;
    }

    private static bool IsLarge(ReadOnlySpan<byte> number)
    {
        if (number.Length > MostDigits)
        {
            return true;
        }

        var e = number.IndexOfAny((byte)'e', (byte)'E');
        var digits = e < 0 ? default : number[(e + 1)..].TrimStart("+-"u8).TrimStart((byte)'0');
        return !digits.IsEmpty && !(Utf8Parser.TryParse(digits, out int exponent, out _) && exponent <= MostDigits);
    }

    private static ReadOnlyMemory<byte> Quote(ReadOnlyMemory<byte> json, List<Range> numbers)
    {
        var quoted = new byte[json.Length + (2 * numbers.Count)];
        var (from, to) = (0, 0);
        foreach (var number in numbers)
        {
            Copy(number.Start.Value);
            quoted[to++] = (byte)'"';
            Copy(number.End.Value);
            quoted[to++] = (byte)'"';
        }

        Copy(json.Length);
        return quoted;

        void Copy(int end)
        {
            json.Span[from..end].CopyTo(quoted.AsSpan(to));
            (from, to) = (end, to + end - from);
        }
    }

    private static char Unit(ReadOnlySpan<byte> escape)
    {
        Span<byte> unit = stackalloc byte[2];
        Convert.FromHexString(escape.Slice(2, 4), unit, out _, out _);
        return (char)BinaryPrimitives.ReadUInt16BigEndian(unit);
    }
}
