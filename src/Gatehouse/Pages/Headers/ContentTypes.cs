using System.Collections.Frozen;

namespace Gatehouse.Pages.Headers;

/// <summary>Reads Content-Type headers.</summary>
internal static class ContentTypes
{
    /// <summary>
    /// Labels of encodings whose markup is not ASCII bytes: UTF-16, ISO-2022-JP and the labels that stand for "do not decode" in the
    /// Encoding standard, and the UTF-32 and UTF-7 that browsers no longer know.
    /// </summary>
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> NotAscii = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "utf-16",
        "utf-16le",
        "utf-16be",
        "csunicode",
        "iso-10646-ucs-2",
        "ucs-2",
        "unicode",
        "unicodefeff",
        "unicodefffe",
        "iso-2022-jp",
        "csiso2022jp",
        "iso-2022-kr",
        "csiso2022kr",
        "iso-2022-cn",
        "iso-2022-cn-ext",
        "hz-gb-2312",
        "replacement",
        "utf-32",
        "utf-32le",
        "utf-32be",
        "utf-7").GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>What a Content-Type says; without regard to case, parameters looked at for the charset only.</summary>
    public static ContentTypeKind Of(ReadOnlySpan<char> contentType)
    {
        var semicolon = contentType.IndexOf(';');
        var type = (semicolon < 0 ? contentType : contentType[..semicolon]).Trim();
        var kind = type.Equals("text/html", StringComparison.OrdinalIgnoreCase) ? ContentTypeKind.Html
            : type.Equals("application/xhtml+xml", StringComparison.OrdinalIgnoreCase) ? ContentTypeKind.Xhtml
            : ContentTypeKind.Other;
        return kind != ContentTypeKind.Other && NotAscii.Contains(Charset(contentType)) ? ContentTypeKind.UnsupportedEncoding : kind;
    }

    /// <summary>The charset parameter without quotes. Empty: none.</summary>
    public static ReadOnlySpan<char> Charset(ReadOnlySpan<char> contentType)
    {
        var semicolon = contentType.IndexOf(';');
        var parameters = semicolon < 0 ? default : contentType[(semicolon + 1)..];
        foreach (var range in parameters.Split(';'))
        {
            var parameter = parameters[range].Trim();
            if (parameter.StartsWith("charset=", StringComparison.OrdinalIgnoreCase))
            {
                return parameter["charset=".Length..].Trim("\"' ");
            }
        }

        return default;
    }
}
