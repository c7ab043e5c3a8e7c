using Gatehouse.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace Gatehouse.Origin;

/// <summary>Last step of the road where the website is another process: asks the origin and streams both ways.</summary>
internal sealed partial class OriginForwarder(
    IHttpForwarder forwarder,
    OriginConnections connections,
    OriginTransformer transformer,
    EdgeMetrics metrics,
    ILogger<OriginForwarder> logger)
{
    public async Task ForwardAsync(HttpContext context)
    {
        if (EdgeContext.Of(context) is not { } edge || edge.Site.Get(OriginRoute.Part) is not { Authority: { } authority } route)
        {
            await FailurePage.WriteAsync(context, StatusCodes.Status404NotFound);
            return;
        }

        if (HttpMethods.IsConnect(context.Request.Method) && context.Features.Get<IHttpExtendedConnectFeature>() is not { IsExtendedConnect: true })
        {
            // Tunnels lead past the edge; only a WebSocket of HTTP/2 (RFC 8441) is one that ends at the origin.
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return;
        }

        LeaveTheBodyToTheOrigin(context.Features);
        var error = await forwarder.SendAsync(context, authority, connections.For(route.Timeouts), route.Request, transformer);
        if (error != ForwarderError.None)
        {
            await FailAsync(context, edge, error);
        }
    }

    /// <summary>How much may be uploaded is the website's decision, and how slowly the idle time-out's.</summary>
    private static void LeaveTheBodyToTheOrigin(IFeatureCollection features)
    {
        if (features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }

        if (features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }
    }

    private async Task FailAsync(HttpContext context, EdgeContext edge, ForwarderError error)
    {
        if (IsVisitorsDoing(error) || context.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        var reason = IsTimeout(error) ? "timeout" : context.Response.HasStarted ? "broken" : "unreachable";
        metrics.OriginFailed(edge.Site.Name, reason);
        LogFailed(edge.Site.Name, error, context.GetForwarderErrorFeature()?.Exception?.GetBaseException().Message);
        if (!context.Response.HasStarted)
        {
            await FailurePage.WriteAsync(context, IsTimeout(error) ? StatusCodes.Status504GatewayTimeout : StatusCodes.Status502BadGateway);
        }
    }

    private static bool IsTimeout(ForwarderError error) => error is ForwarderError.RequestTimedOut or ForwarderError.UpgradeActivityTimeout;

    private static bool IsVisitorsDoing(ForwarderError error) => error
        is ForwarderError.RequestCanceled
        or ForwarderError.RequestBodyCanceled
        or ForwarderError.RequestBodyClient
        or ForwarderError.ResponseBodyCanceled
        or ForwarderError.ResponseBodyClient
        or ForwarderError.UpgradeRequestCanceled
        or ForwarderError.UpgradeRequestClient
        or ForwarderError.UpgradeResponseCanceled
        or ForwarderError.UpgradeResponseClient;

    [LoggerMessage(1101, LogLevel.Warning, "The origin of {Site} did not answer: {Error}. {Cause}")]
    private partial void LogFailed(string site, ForwarderError error, string? cause);
}
