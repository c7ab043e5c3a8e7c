using Gatehouse.Sites;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace Gatehouse.Origin;

/// <summary>Makes the origin's request from the browser's: same method, headers and body; the authority is always the configured one.</summary>
internal sealed class OriginTransformer : HttpTransformer
{
    public override async ValueTask TransformRequestAsync(HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        var edge = EdgeContext.Of(httpContext)!;
        proxyRequest.Headers.Host = edge.Site.Settings.OriginHost == OriginHost.Preserve ? edge.Host.Value : null;
        Forwarded(proxyRequest, "X-Forwarded-For", edge.ClientAddress?.ToString());
        Forwarded(proxyRequest, "X-Forwarded-Proto", edge.Scheme);
        Forwarded(proxyRequest, "X-Forwarded-Host", edge.Host.Value);
    }

    private static void Forwarded(HttpRequestMessage request, string name, string? value)
    {
        request.Headers.Remove(name);
        if (value is not null)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }
}
