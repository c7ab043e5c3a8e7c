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

    /// <summary>
    /// Whether a segment is <c>.</c> or <c>..</c>, encoded or not. The server resolved it before it chose the route, and the origin is
    /// to see the path that was chosen for, not one that it may read otherwise.
    /// </summary>
    private static bool HasDotSegment(ReadOnlySpan<char> target)
    {
        var query = target.IndexOf('?');
        var path = query < 0 ? target : target[..query];
        foreach (var range in path.Split('/'))
        {
            var segment = path[range];
            var dots = 0;
            while (!segment.IsEmpty && dots <= 2)
            {
                var length = segment[0] == '.' ? 1 : segment.StartsWith("%2e", StringComparison.OrdinalIgnoreCase) ? 3 : 0;
                if (length == 0)
                {
                    break;
                }

                segment = segment[length..];
                dots++;
            }

            if (segment.IsEmpty && dots is 1 or 2)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Origin form (RFC 9112, 3.2.1) of visible ASCII: HTTP/2 lets through what a request line of HTTP/1.1 would break at.</summary>
    private static bool IsOriginForm(string target) =>
        target.Length > 0 && target[0] == '/' && !target.AsSpan().ContainsAnyExceptInRange('!', '~') && !target.Contains('#', StringComparison.Ordinal) && !HasDotSegment(target);
}
