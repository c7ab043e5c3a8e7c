using System.Text;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Pages.Headers;

/// <summary>Reads and narrows the Cache-Control header (RFC 9111, 5.2.2).</summary>
internal static class CacheControl
{
    /// <summary>Whether a directive is there.</summary>
    public static bool Has(StringValues header, string directive)
    {
        foreach (var field in header)
        {
            var rest = field.AsSpan();
            while (TryTake(ref rest, out var next))
            {
                if (IsNamed(next, directive))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>The same answer for one browser's cache: <c>private</c> and the other directives, without those that speak to shared caches.</summary>
    public static string Private(StringValues header) => header.Count == 0 ? "private" : Narrow(header, forgetful: false);

    /// <summary>An answer that depends on the visitor of the moment: <c>private</c>, and asked for anew each time. An origin's <c>no-store</c> stays.</summary>
    public static string PrivateNoCache(StringValues header) => header.Count == 0 ? "private, no-cache" : Narrow(header, forgetful: true);

    private static string Narrow(StringValues header, bool forgetful)
    {
        var narrowed = new StringBuilder("private", 64);
        if (forgetful && !Has(header, "no-store"))
        {
            narrowed.Append(", no-cache");
        }

        foreach (var field in header)
        {
            var rest = field.AsSpan();
            while (TryTake(ref rest, out var directive))
            {
                if (Stays(directive, forgetful))
                {
                    narrowed.Append(", ").Append(directive);
                }
            }
        }

        return narrowed.ToString();
    }

    private static bool Stays(ReadOnlySpan<char> directive, bool forgetful)
    {
        if (IsNamed(directive, "public") || IsNamed(directive, "private") || IsNamed(directive, "s-maxage") || IsNamed(directive, "proxy-revalidate"))
        {
            return false;
        }

        return !forgetful
            || !(IsNamed(directive, "no-cache")
                || IsNamed(directive, "max-age")
                || IsNamed(directive, "immutable")
                || IsNamed(directive, "stale-while-revalidate")
                || IsNamed(directive, "stale-if-error"));
    }

    private static bool IsNamed(ReadOnlySpan<char> directive, string name) =>
        directive.StartsWith(name, StringComparison.OrdinalIgnoreCase)
        && (directive.Length == name.Length || directive[name.Length] is '=' or ' ' or '\t');

    /// <summary>Takes the next directive off; a comma in a quoted string does not end it.</summary>
    private static bool TryTake(ref ReadOnlySpan<char> rest, out ReadOnlySpan<char> directive)
    {
        do
        {
            var end = 0;
            var quoted = false;
            while (end < rest.Length && (quoted || rest[end] != ','))
            {
                quoted ^= rest[end] == '"' && (end == 0 || rest[end - 1] != '\\');
                end++;
            }

            directive = rest[..end].Trim();
            rest = end < rest.Length ? rest[(end + 1)..] : default;
        }
        while (directive.IsEmpty && !rest.IsEmpty);

        return !directive.IsEmpty;
    }
}
