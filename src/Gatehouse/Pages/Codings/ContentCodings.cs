using Microsoft.Extensions.Primitives;

namespace Gatehouse.Pages.Codings;

/// <summary>Names of content codings, and what a client accepts of them.</summary>
internal static class ContentCodings
{
    // In the order in which they are preferred when the client likes several equally and the origin's own is not among them.
    private static readonly ContentCoding[] Known = [ContentCoding.Brotli, ContentCoding.Zstandard, ContentCoding.Gzip, ContentCoding.Deflate];

    /// <summary>The coding that a Content-Encoding header names.</summary>
    public static ContentCoding Of(StringValues contentEncoding)
    {
        var coding = ContentCoding.Identity;
        foreach (var field in contentEncoding)
        {
            foreach (var range in field.AsSpan().Split(','))
            {
                var next = OfName(field.AsSpan()[range].Trim());
                if (next != ContentCoding.Identity)
                {
                    coding = coding == ContentCoding.Identity ? next : ContentCoding.Unknown;
                }
            }
        }

        return coding;
    }

    /// <summary>The name of a coding. Null: identity, which has no header.</summary>
    public static string? NameOf(ContentCoding coding) => coding switch
    {
        ContentCoding.Gzip => "gzip",
        ContentCoding.Brotli => "br",
        ContentCoding.Deflate => "deflate",
        ContentCoding.Zstandard => "zstd",
        _ => null,
    };

    /// <summary>
    /// Which coding an answer is sent in: the origin's when the client accepts it, else what the client likes best, else none. A
    /// client that does not say what it accepts gets none.
    /// </summary>
    public static ContentCoding Choose(ContentCoding originCoding, StringValues acceptEncoding)
    {
        var accept = acceptEncoding.Count > 1 ? string.Join(',', acceptEncoding.ToArray()) : acceptEncoding.ToString();
        if (originCoding == ContentCoding.Identity || accept.Length == 0)
        {
            return ContentCoding.Identity;
        }

        if (QualityOf(originCoding, accept) > 0)
        {
            return originCoding;
        }

        var best = ContentCoding.Identity;
        var bestQuality = 0;
        foreach (var coding in Known)
        {
            var quality = QualityOf(coding, accept);
            if (quality > bestQuality)
            {
                (best, bestQuality) = (coding, quality);
            }
        }

        return best;
    }

    /// <summary>Quality in thousandths (RFC 9110, 12.4.2): of the coding's own entry, else of <c>*</c>, else 0.</summary>
    private static int QualityOf(ContentCoding coding, ReadOnlySpan<char> accept)
    {
        var ofAny = 0;
        foreach (var range in accept.Split(','))
        {
            var entry = accept[range].Trim();
            var semicolon = entry.IndexOf(';');
            var name = semicolon < 0 ? entry : entry[..semicolon].TrimEnd();
            var quality = semicolon < 0 ? 1000 : Quality(entry[(semicolon + 1)..]);
            if (name is "*")
            {
                ofAny = quality;
            }
            else if (!name.IsEmpty && OfName(name) == coding)
            {
                return quality;
            }
        }

        return ofAny;
    }

    /// <summary>Reads <c>q=0.123</c>. What is not a quality counts as 1, as if it had not been said.</summary>
    private static int Quality(ReadOnlySpan<char> parameters)
    {
        var parameter = parameters.Trim();
        if (parameter.Length < 3 || (parameter[0] | ' ') != 'q' || parameter[1] != '=')
        {
            return 1000;
        }

        return double.TryParse(parameter[2..], System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out var value)
            ? (int)(Math.Clamp(value, 0, 1) * 1000)
            : 1000;
    }

    private static ContentCoding OfName(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty || name.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            return ContentCoding.Identity;
        }

        if (name.Equals("gzip", StringComparison.OrdinalIgnoreCase) || name.Equals("x-gzip", StringComparison.OrdinalIgnoreCase))
        {
            return ContentCoding.Gzip;
        }

        foreach (var coding in Known)
        {
            if (name.Equals(NameOf(coding), StringComparison.OrdinalIgnoreCase))
            {
                return coding;
            }
        }

        return ContentCoding.Unknown;
    }
}
