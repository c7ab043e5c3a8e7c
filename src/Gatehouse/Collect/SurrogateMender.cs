namespace Gatehouse.Collect;

/// <summary>
/// Browsers send half a surrogate pair, as <c>\ud83d</c>, where a script cut a text inside an emoji. It stands for no character,
/// and readers throw at it; it becomes U+FFFD, as it does in every UTF-8 encoder.
/// </summary>
internal static class SurrogateMender
{
    private const int EscapeLength = 6;

    /// <summary>Mends JSON in place; the length stays. Text that is no JSON stays none.</summary>
    public static void Mend(Span<byte> json)
    {
        var rest = json;
        while (rest.IndexOf((byte)'\\') is >= 0 and var at)
        {
            rest = rest[at..];
            if (!TryReadUnit(rest, out var unit))
            {
                // Another escape: a backslash and what it escapes.
                rest = rest[Math.Min(2, rest.Length)..];
            }
            else if (char.IsHighSurrogate(unit) && TryReadUnit(rest[EscapeLength..], out var low) && char.IsLowSurrogate(low))
            {
                rest = rest[(2 * EscapeLength)..];
            }
            else
            {
                if (char.IsSurrogate(unit))
                {
                    "\\ufffd"u8.CopyTo(rest);
                }

                rest = rest[EscapeLength..];
            }
        }
    }

    private static bool TryReadUnit(ReadOnlySpan<byte> json, out char unit)
    {
        unit = default;
        if (json.Length < EscapeLength || json[0] != '\\' || json[1] != 'u')
        {
            return false;
        }

        var code = 0;
        foreach (var digit in json[2..EscapeLength])
        {
            if (!char.IsAsciiHexDigit((char)digit))
            {
                return false;
            }

            code = (code << 4) | (digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }

        unit = (char)code;
        return true;
    }
}
