using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Gatehouse.Pages.Headers;

/// <summary>
/// What the edge says of an answer that it changed or chose. The rules, with their reasons, are in <c>docs/designs/0002-pages.md</c>.
/// </summary>
internal static class PageHeaders
{
    /// <summary>Name of the request header by which an answer may differ.</summary>
    public const string SecFetchDest = "Sec-Fetch-Dest";

    // Permissions for shared caches that stand beside Cache-Control and beat it (RFC 9213, and what came before it).
    private static readonly string[] SharedCachePermissions =
    [
        "CDN-Cache-Control", "Surrogate-Control", "X-Accel-Expires", "Edge-Control", "Cloudflare-CDN-Cache-Control", "Akamai-Cache-Control",
        "Netlify-CDN-Cache-Control", "Vercel-CDN-Cache-Control", "Fastly-Cache-Control",
    ];

    // What is true of the origin's bytes alone.
    private static readonly string[] Validators =
    [
        HeaderNames.ETag, HeaderNames.LastModified, HeaderNames.AcceptRanges, HeaderNames.ContentMD5, "Digest", "Content-Digest", "Repr-Digest",
    ];

    /// <summary>Nobody but this browser may keep the answer.</summary>
    public static void MakePrivate(IHeaderDictionary headers)
    {
        headers.CacheControl = CacheControl.Private(headers.CacheControl);
        Remove(headers, SharedCachePermissions);
    }

    /// <summary>The answer was picked for this visitor at this moment.</summary>
    public static void MakeVaried(IHeaderDictionary headers)
    {
        headers.CacheControl = CacheControl.PrivateNoCache(headers.CacheControl);
        headers.Remove(HeaderNames.Expires);
        Remove(headers, SharedCachePermissions);
        Remove(headers, Validators);
    }

    /// <summary>The body will not be the origin's.</summary>
    public static void MakeChanged(IHeaderDictionary headers)
    {
        headers.ContentLength = null;
        Remove(headers, Validators);
    }

    /// <summary>What was said behind the origin's body and is true of its bytes alone (RFC 9530 lets digests stand there).</summary>
    public static void ForgetTrailers(HttpContext context)
    {
        if (context.Features.Get<IHttpResponseTrailersFeature>()?.Trailers is { IsReadOnly: false, Count: > 0 } trailers)
        {
            Remove(trailers, Validators);
        }
    }

    private static void Remove(IHeaderDictionary headers, string[] names)
    {
        foreach (var name in names)
        {
            headers.Remove(name);
        }
    }
}
