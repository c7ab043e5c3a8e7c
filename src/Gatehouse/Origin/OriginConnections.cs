using System.Net;
using System.Text;
using Gatehouse.Sites;

namespace Gatehouse.Origin;

/// <summary>The pools of connections to origins, one for each pair of connect and response time-outs. Pools outlive snapshots: a reload keeps warm connections.</summary>
internal sealed class OriginConnections : IDisposable
{
    private readonly Dictionary<(TimeSpan Connect, TimeSpan Response), OriginInvoker> _invokers = [];
    private readonly Lock _making = new();

    /// <summary>The pool for a site's time-outs.</summary>
    public HttpMessageInvoker For(OriginTimeouts timeouts)
    {
        var key = (timeouts.Connect, timeouts.Response);
        lock (_making)
        {
            if (!_invokers.TryGetValue(key, out var invoker))
            {
                _invokers.Add(key, invoker = new(Handler(timeouts.Connect), timeouts.Response));
            }

            return invoker;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var invoker in _invokers.Values)
        {
            invoker.Dispose();
        }
    }

    private static SocketsHttpHandler Handler(TimeSpan connect) => new()
    {
        // What the origin says goes to the browser as it is: no redirect followed, no cookie kept, no coding undone.
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseProxy = false,
        ActivityHeadersPropagator = null,
        ConnectTimeout = connect,
        EnableMultipleHttp2Connections = true,

        // Header bytes beyond ASCII pass as they are, in both directions.
        RequestHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
        ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1,

        // Changes of DNS are followed.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };
}
