using System.Text;

namespace Gatehouse.Html.Rewriting;

/// <summary>The encodings of the platform, under the names of the Encoding standard.</summary>
internal static class SystemEncodings
{
    private static readonly NumericReferenceFallback Reference = new();

    public static Encoding Of(string name)
    {
        if (SingleByteTables.Find(name) is { } table)
        {
            return new TableEncoding(table);
        }

        var platform = name switch
        {
            "UTF-8" => new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            "GBK" => Page(936),
            "gb18030" => Page(54936),
            "Big5" => Page(950),
            "EUC-JP" => Page(51932),
            "Shift_JIS" => Page(932),
            "EUC-KR" => Page(949),
            "IBM866" => Page(866),
            "KOI8-R" => Page(20866),
            "KOI8-U" => Page(21866),
            "macintosh" => Page(10000),
            "x-mac-cyrillic" => Page(10017),
            "windows-874" => Page(874),
            "ISO-8859-8-I" => Page(28598),
            _ when name.StartsWith("windows-", StringComparison.Ordinal) => Page(int.Parse(name.AsSpan("windows-".Length), provider: null)),
            _ when name.StartsWith("ISO-8859-", StringComparison.Ordinal) =>
                Page(28590 + int.Parse(name.AsSpan("ISO-8859-".Length), provider: null)),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, message: null),
        };
        return WithFallbacks(platform);
    }

    private static Encoding Page(int number) =>
        CodePagesEncodingProvider.Instance.GetEncoding(number) ?? Encoding.GetEncoding(number);

    private static Encoding WithFallbacks(Encoding encoding)
    {
        var copy = (Encoding)encoding.Clone();
        copy.EncoderFallback = Reference;
        copy.DecoderFallback = DecoderFallback.ReplacementFallback;
        return copy;
    }
}
