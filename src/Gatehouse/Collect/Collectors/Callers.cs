using System.Text;
using Gatehouse.Visitors;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Collect.Collectors;

/// <summary>Who calls a collector: a visitor's browser, or a server on behalf of many.</summary>
internal static class Callers
{
    /// <summary>Whether a page's script calls. Browsers always say so on a POST, and programs hardly ever pretend to.</summary>
    public static bool IsBrowser(HttpRequest request) => request.Headers.Origin.Count > 0 || request.Headers.ContainsKey("Sec-Fetch-Site");

    /// <summary>The ids that are lent to events without any: those of a browser's cookies, and the one that the client puts into a header.</summary>
    public static Visitor VisitorOf(HttpRequest request, EdgeContext edge, Dialect dialect, bool isBrowser)
    {
        var visitor = isBrowser ? edge.Visitor : Visitor.Unknown;
        if (isBrowser && dialect.Cookies is var (anonymousId, userId) && visitor is { AnonymousId: null, UserId: null })
        {
            visitor = visitor with { AnonymousId = Usable(request.Cookies[anonymousId]), UserId = Usable(request.Cookies[userId]) };
        }

        return dialect.AnonymousIdHeader is { } header && Usable(Decode(request.Headers[header].ToString())) is { } told && told != visitor.AnonymousId
            ? visitor with { AnonymousId = told, UserId = null }
            : visitor;
    }

    private static string? Usable(string? id) => id is not null && VisitorId.IsUsable(id) ? id : null;

    private static string? Decode(string base64)
    {
        Span<byte> bytes = stackalloc byte[VisitorId.Longest];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? Encoding.UTF8.GetString(bytes[..length]) : null;
    }
}
