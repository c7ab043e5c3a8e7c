using Gatehouse.Sites;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace Gatehouse.Origin;

/// <summary>Makes the origin's request from the browser's, and the browser's answer from the origin's: everything but the hop-by-hop headers.</summary>
internal sealed class OriginTransformer : HttpTransformer
{
    public override async ValueTask TransformRequestAsync(HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        var edge = EdgeContext.Of(httpContext)!;
        var headers = proxyRequest.Headers;
        foreach (var name in ConnectionOptions.Listed(httpContext.Request.Headers.Connection))
        {
            if (!headers.Remove(name))
            {
                proxyRequest.Content?.Headers.Remove(name);
            }
        }

        proxyRequest.RequestUri = OriginTarget.Of(destinationPrefix, httpContext, edge.ServedPath);
        headers.Host = edge.Site.Settings.OriginHost == OriginHost.Preserve ? edge.Host.Value : null;
        Set(proxyRequest, "X-Forwarded-For", edge.ClientAddress?.ToString());
        Set(proxyRequest, "X-Forwarded-Proto", edge.Scheme);
        Set(proxyRequest, "X-Forwarded-Host", edge.Host.Value);
        headers.Remove("Forwarded");
    }

    public override async ValueTask<bool> TransformResponseAsync(HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        var copyBody = await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
        if (proxyResponse?.Headers.Connection is { Count: > 0 } connection)
        {
            foreach (var name in ConnectionOptions.Listed(connection.ToArray()))
            {
                httpContext.Response.Headers.Remove(name);
            }
        }

        return copyBody;
    }

    private static void Set(HttpRequestMessage request, string name, string? value)
    {
        request.Headers.Remove(name);
        if (value is not null)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }
}
