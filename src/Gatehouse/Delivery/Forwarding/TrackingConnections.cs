using System.Net;

namespace Gatehouse.Delivery.Forwarding;

/// <summary>The connections to tracking APIs. They outlive snapshots.</summary>
internal sealed class TrackingConnections : IDisposable
{
    private readonly HttpMessageInvoker _invoker = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        EnableMultipleHttp2Connections = true,
        MaxResponseHeadersLength = 64,
        MaxConnectionsPerServer = 256,
        MaxResponseDrainSize = 64 * 1024,

        // DNS changes are followed.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    });

    /// <summary>Sends a request; the answer's body is not read.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => _invoker.SendAsync(request, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _invoker.Dispose();
}
