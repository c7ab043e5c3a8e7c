using Gatehouse.Sites;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace Gatehouse.Origin;

/// <summary>Last step of the road where the website is another process: asks the origin and streams both ways.</summary>
internal sealed class OriginForwarder(IHttpForwarder forwarder, OriginConnections connections, OriginTransformer transformer)
{
    public async Task ForwardAsync(HttpContext context)
    {
        if (EdgeContext.Of(context) is not { Site.Settings: { Origin: { } origin } settings })
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } bodySize)
        {
            // How much may be uploaded is the website's decision.
            bodySize.MaxRequestBodySize = null;
        }

        await forwarder.SendAsync(context, origin.GetLeftPart(UriPartial.Authority), connections.For(settings.Timeouts), new ForwarderRequestConfig { ActivityTimeout = settings.Timeouts.Idle }, transformer);
    }
}
