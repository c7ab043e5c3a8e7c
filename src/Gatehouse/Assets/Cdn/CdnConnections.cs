using System.Net;

namespace Gatehouse.Assets.Cdn;

/// <summary>Connections to CDNs. Only configured addresses are asked: no redirect is followed, no proxy is taken from the environment.</summary>
internal sealed class CdnConnections : IDisposable
{
    private readonly HttpMessageInvoker _invoker = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ActivityHeadersPropagator = null,

        // Texts are redacted, so they are needed decoded.
        AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Brotli | DecompressionMethods.Deflate,
        ConnectTimeout = TimeSpan.FromSeconds(3),
        MaxResponseHeadersLength = 32,
        EnableMultipleHttp2Connections = true,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    });

    /// <summary>Sends one request.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation) => _invoker.SendAsync(request, cancellation);

    /// <inheritdoc/>
    public void Dispose() => _invoker.Dispose();
}
