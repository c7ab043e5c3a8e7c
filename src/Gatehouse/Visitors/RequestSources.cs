using Gatehouse.Sites;
using Gatehouse.Visitors.PublicSuffixes;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Visitors;

/// <summary>Tells whose page sent a request, by what a page's script cannot forge.</summary>
internal static class RequestSources
{
    /// <summary>Looks at <c>Sec-Fetch-Site</c>; a browser without it is known by Origin, and for plain GETs by Referer.</summary>
    public static RequestSource Judge(HttpContext context, EdgeContext edge)
    {
        if (CrossOrigin.IsAllowed(context, edge))
        {
            return RequestSource.Own;
        }

        var headers = context.Request.Headers;
        if (headers["Sec-Fetch-Site"] is { Count: > 0 } site)
        {
            return site.ToString() switch
            {
                "same-origin" or "same-site" => RequestSource.Own,
                "none" => RequestSource.Unknown,
                _ => RequestSource.Foreign,
            };
        }

        var page = headers.Origin.Count > 0 ? headers.Origin : headers.Referer;
        return page.Count == 0 ? RequestSource.Unknown : IsSameSite(page.ToString(), edge.Host) ? RequestSource.Own : RequestSource.Foreign;
    }

    private static bool IsSameSite(string url, SiteHost host)
    {
        var authority = url.AsSpan(url.IndexOf("://", StringComparison.Ordinal) is >= 0 and var colon ? colon + 3 : url.Length);
        var end = authority.IndexOfAny("/?#\\");
        if (!SiteHost.TryParse((end < 0 ? authority : authority[..end]).ToString(), out var page))
        {
            return false;
        }

        if (page.Name == host.Name)
        {
            return true;
        }

        var domain = host.IsAddress || page.IsAddress ? default : PublicSuffixList.RegistrableDomain(host.Name);
        return !domain.IsEmpty && PublicSuffixList.RegistrableDomain(page.Name).SequenceEqual(domain);
    }
}
