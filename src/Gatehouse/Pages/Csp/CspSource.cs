using System.Globalization;

namespace Gatehouse.Pages.Csp;

/// <summary>Matches one scheme or host source against the page's own origin (CSP3, 6.7.2.8).</summary>
internal static class CspSource
{
    /// <summary>Whether a source allows everything below a path of the page's own origin.</summary>
    /// <param name="token">A word of a source list.</param>
    /// <param name="own">The page's origin.</param>
    /// <param name="folder">The path, beginning and ending with a slash.</param>
    public static bool Allows(ReadOnlySpan<char> token, in OwnOrigin own, string folder)
    {
        if (token is "*" || token.Equals("'self'", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        if (token[0] == '\'')
        {
            return false;
        }

        var schemeEnd = token.IndexOf("://");
        if (schemeEnd < 0 && token[^1] == ':')
        {
            return SchemeAllows(token[..^1], own);
        }

        // Without a scheme, the page's own counts, and that always matches itself.
        if (schemeEnd >= 0)
        {
            if (!SchemeAllows(token[..schemeEnd], own))
            {
                return false;
            }

            token = token[(schemeEnd + 3)..];
        }

        return HostAllows(token, own, folder);
    }

    /// <summary>A scheme allows itself and its secure form (6.7.2.9). ws allows http too.</summary>
    private static bool SchemeAllows(ReadOnlySpan<char> scheme, in OwnOrigin own) =>
        scheme.Equals(own.Scheme, StringComparison.OrdinalIgnoreCase)
        || scheme.Equals("ws", StringComparison.OrdinalIgnoreCase)
        || (own.IsSecure && (scheme.Equals("http", StringComparison.OrdinalIgnoreCase) || scheme.Equals("wss", StringComparison.OrdinalIgnoreCase)));

    private static bool HostAllows(ReadOnlySpan<char> token, in OwnOrigin own, string folder)
    {
        var pathStart = token.IndexOf('/');
        var path = pathStart < 0 ? default : token[pathStart..];
        var authority = pathStart < 0 ? token : token[..pathStart];

        // An IPv6 literal is no host source (6.7.2.10), so the first colon begins the port.
        var colon = authority.IndexOf(':');
        var host = colon < 0 ? authority : authority[..colon];
        return NameAllows(host, own) && PortAllows(colon < 0 ? default : authority[(colon + 1)..], own) && PathAllows(path, folder);
    }

    private static bool NameAllows(ReadOnlySpan<char> pattern, in OwnOrigin own)
    {
        if (pattern is "*")
        {
            return true;
        }

        if (pattern.StartsWith("*."))
        {
            var suffix = pattern[1..];
            return own.Host.Length > suffix.Length && own.Host.AsSpan().EndsWith(suffix, StringComparison.OrdinalIgnoreCase);
        }

        // Of all addresses only 127.0.0.1 can be named.
        return pattern.Equals(own.Host, StringComparison.OrdinalIgnoreCase) && (!own.IsAddress || own.Host == "127.0.0.1");
    }

    private static bool PortAllows(ReadOnlySpan<char> port, in OwnOrigin own)
    {
        if (port.IsEmpty)
        {
            return own.Port == OwnOrigin.DefaultPort(own.Scheme);
        }

        return port is "*"
            || (int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && (number == own.Port || (number == 80 && own is { IsSecure: true, Port: 443 })));
    }

    /// <summary>A path with a slash at its end allows what is below it; another one allows a single file, which is never enough here.</summary>
    private static bool PathAllows(ReadOnlySpan<char> path, string folder) =>
        path.IsEmpty || (path[^1] == '/' && folder.AsSpan().StartsWith(path, StringComparison.Ordinal));
}
