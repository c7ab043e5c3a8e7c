using System.Net;
using Gatehouse.Sites;

namespace Gatehouse.Origin;

/// <summary>One pool of connections a connect time-out. Pools outlive snapshots: a reload keeps warm connections.</summary>
internal sealed class OriginConnections : IDisposable
{
    private readonly Dictionary<TimeSpan, HttpMessageInvoker> _byConnectTimeout = [];
    private readonly Lock _making = new();

    /// <summary>The pool for a site's time-outs.</summary>
    public HttpMessageInvoker For(OriginTimeouts timeouts)
    {
        lock (_making)
        {
            if (!_byConnectTimeout.TryGetValue(timeouts.Connect, out var invoker))
            {
                _byConnectTimeout.Add(timeouts.Connect, invoker = Make(timeouts.Connect));
            }

            return invoker;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var invoker in _byConnectTimeout.Values)
        {
            invoker.Dispose();
        }
    }

    private static HttpMessageInvoker Make(TimeSpan connect) => new(new SocketsHttpHandler
    {
        // What the origin says goes to the browser as it is: no redirect followed, no cookie kept, no coding undone.
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseProxy = false,
        ActivityHeadersPropagator = null,
        ConnectTimeout = connect,
        EnableMultipleHttp2Connections = true,

        // The browser's "Expect: 100-continue" is answered by Kestrel when the body is first read.
        Expect100ContinueTimeout = TimeSpan.Zero,
        ResponseHeaderEncodingSelector = static (_, _) => System.Text.Encoding.Latin1,
        RequestHeaderEncodingSelector = static (_, _) => System.Text.Encoding.Latin1,

        // DNS changes are followed.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    });
}
