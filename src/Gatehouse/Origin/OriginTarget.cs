using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Gatehouse.Origin;

/// <summary>
/// The URL that the origin is asked for: the configured scheme and authority, then a path that begins with a slash. So nothing
/// in a request line (absolute form, <c>//host</c>, <c>/@host</c>, encoded slashes) can name another upstream.
/// </summary>
internal static class OriginTarget
{
    // The target was checked character by character; System.Uri would decode %41 and fold dot segments, and the origin would
    // see another path than the browser sent.
    private static readonly UriCreationOptions Verbatim = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <summary>Makes the URL.</summary>
    /// <param name="authority">Scheme, host and port of the origin, without a slash at the end.</param>
    /// <param name="context">The request.</param>
    /// <param name="servedPath">The path that a variation picked. Null: the one asked for.</param>
    public static Uri Of(string authority, HttpContext context, string? servedPath)
    {
        var raw = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var request = context.Request;
        if (servedPath is null && IsOriginForm(raw))
        {
            return new(authority + raw, in Verbatim);
        }

        var path = new PathString(servedPath ?? request.Path.Value).ToUriComponent();
        return new(authority + (path.Length == 0 ? "/" : path) + request.QueryString.ToUriComponent(), in Verbatim);
    }

    /// <summary>Origin form (RFC 9112, 3.2.1) of visible ASCII: HTTP/2 lets through what a request line of HTTP/1.1 would break at.</summary>
    private static bool IsOriginForm(string target) =>
        target.Length > 0 && target[0] == '/' && !target.AsSpan().ContainsAnyExceptInRange('!', '~') && !target.Contains('#', StringComparison.Ordinal);
}
