namespace Gatehouse.Html.Encodings;

/// <summary>The marks that decide the encoding before anything else (Encoding standard, "BOM sniff").</summary>
internal static class ByteOrderMark
{
    /// <returns>The name of the encoding; null: no mark.</returns>
    public static string? Find(ReadOnlySpan<byte> bytes, out int length)
    {
        (var name, length) = bytes switch
        {
            [0xEF, 0xBB, 0xBF, ..] => ("UTF-8", 3),
            [0xFE, 0xFF, ..] => ("UTF-16BE", 2),
            [0xFF, 0xFE, ..] => ("UTF-16LE", 2),
            _ => ((string?)null, 0),
        };
        return name;
    }

    /// <summary>
    /// Whether more bytes could still make this a mark, or the start of an XML declaration in UTF-16, which counts
    /// like one.
    /// </summary>
    public static bool IsUndecided(ReadOnlySpan<byte> bytes) =>
        IsProperPrefix(bytes, [0xEF, 0xBB, 0xBF])
        || IsProperPrefix(bytes, [0xFE, 0xFF])
        || IsProperPrefix(bytes, [0xFF, 0xFE])
        || IsProperPrefix(bytes, "<\0?\0x\0"u8)
        || IsProperPrefix(bytes, "\0<\0?\0x"u8);

    private static bool IsProperPrefix(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> whole) =>
        bytes.Length < whole.Length && whole.StartsWith(bytes);
}
