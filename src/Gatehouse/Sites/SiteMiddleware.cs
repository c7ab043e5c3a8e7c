using System.Net;
using Gatehouse.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Sites;

/// <summary>First step of the road: which site is this request for, and how does the browser see it?</summary>
internal sealed class SiteMiddleware(RequestDelegate next, EdgeConfiguration configuration, EdgeMetrics metrics)
{
    public Task InvokeAsync(HttpContext context)
    {
        var snapshot = configuration.Current;
        var seen = ForwardedRequest.Read(context, snapshot.Settings.TrustedProxies);
        if (!SiteHost.TryParse(seen.Host, out var host))
        {
            return Refuse(context, "bad_host", "The request names no valid host.");
        }

        if (snapshot.Find(host) is not { } site)
        {
            return Refuse(context, "unknown_host", "This server answers for other hosts than the one asked for.");
        }

        context.Features.Set(new EdgeContext
        {
            Site = site,
            Host = host,
            Scheme = seen.Scheme,
            ClientAddress = seen.Client is { IsIPv4MappedToIPv6: true } mapped ? mapped.MapToIPv4() : seen.Client,
        });
        return next(context);
    }

    /// <summary>421 (RFC 9110, 15.5.20). The text never repeats what was sent.</summary>
    private Task Refuse(HttpContext context, string reason, string text)
    {
        metrics.RequestRefused(reason);
        context.Response.StatusCode = (int)HttpStatusCode.MisdirectedRequest;
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync(text + "\n", context.RequestAborted);
    }
}
