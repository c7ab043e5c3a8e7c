using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Gatehouse;

/// <summary>
/// What browsers are told about pages of other origins (the Fetch standard's CORS protocol): the configured ones may send and read
/// with credentials, all others get no header and so nothing.
/// </summary>
internal static class CrossOrigin
{
    // Chromium keeps a preflight no longer than this, in seconds.
    private const string PreflightLifetime = "7200";
    private const string Headers = "authorization, content-type, content-encoding, x-retry-count";

    /// <summary>Whether a page's origin is the host's own or a configured one. It is exact: scheme, host and port.</summary>
    public static bool IsAllowed(HttpContext context, EdgeContext edge) =>
        context.Request.Headers.Origin is { Count: 1 } header
        && header[0] is { } origin
        && (IsOwn(origin, edge) || edge.Site.Settings.AllowedOrigins.Contains(origin, StringComparer.Ordinal));

    /// <summary>Adds what lets an allowed page read the answer, and tells caches that the answer depends on the page.</summary>
    public static void Describe(HttpContext context, EdgeContext edge)
    {
        var headers = context.Response.Headers;
        headers.Append("Vary", "Origin");
        if (IsAllowed(context, edge))
        {
            headers.AccessControlAllowOrigin = context.Request.Headers.Origin;
            headers.AccessControlAllowCredentials = "true";
            headers.AccessControlExposeHeaders = "Retry-After, X-RateLimit-Reset";
        }
    }

    /// <summary>Answers OPTIONS on one of the edge's own routes.</summary>
    /// <param name="context">The request.</param>
    /// <param name="edge">What the edge knows of it.</param>
    /// <param name="methods">The methods of the route.</param>
    /// <param name="moreHeaders">Headers that pages may send besides the usual ones, as a list with commas. Null: none.</param>
    public static Task AnswerPreflight(HttpContext context, EdgeContext edge, string methods, string? moreHeaders = null)
    {
        var headers = context.Response.Headers;
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        headers.Allow = methods;
        headers.CacheControl = "no-store";
        Describe(context, edge);
        if (!StringValues.IsNullOrEmpty(headers.AccessControlAllowOrigin))
        {
            headers.AccessControlAllowMethods = methods;
            headers.AccessControlAllowHeaders = moreHeaders is null ? Headers : Headers + ", " + moreHeaders;
            headers.AccessControlMaxAge = PreflightLifetime;
        }

        return Task.CompletedTask;
    }

    private static bool IsOwn(string origin, EdgeContext edge) =>
        origin.Length > edge.Scheme.Length + 3
        && origin.StartsWith(edge.Scheme, StringComparison.Ordinal)
        && origin.AsSpan(edge.Scheme.Length).StartsWith("://")
        && origin.AsSpan(edge.Scheme.Length + 3).SequenceEqual(edge.Host.Value);
}
