using System.Net;
using System.Net.Security;
using Gatehouse.Server.Admin;
using Gatehouse.Sites;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Gatehouse.Server.Hosting;

/// <summary>Opens the configured addresses.</summary>
internal static class Listeners
{
    /// <summary>Opens the public listeners and the admin listener.</summary>
    public static void Open(KestrelServerOptions kestrel, EdgeSettings settings)
    {
        // Says what the server is to whoever would like to know; the origin's own header passes.
        kestrel.AddServerHeader = false;
        foreach (var url in settings.Listen)
        {
            Listen(kestrel, url, listen =>
            {
                if (url.Scheme == Uri.UriSchemeHttps)
                {
                    UseHttps(listen, kestrel.ApplicationServices.GetRequiredService<CertificateStore>());
                }
                else
                {
                    listen.Protocols = HttpProtocols.Http1;
                }
            });
        }

        if (settings.Admin.Listen is { } admin)
        {
            Listen(kestrel, admin, static listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                listen.Use(static next => connection =>
                {
                    connection.Features.Set(AdminConnection.Mark);
                    return next(connection);
                });
            });
        }
    }

    private static void UseHttps(ListenOptions listen, CertificateStore certificates)
    {
        listen.Protocols = HttpProtocols.Http1AndHttp2;
        listen.UseHttps(new TlsHandshakeCallbackOptions
        {
            OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions { ServerCertificateContext = certificates.Current }),
        });
    }

    private static void Listen(KestrelServerOptions kestrel, Uri url, Action<ListenOptions> configure)
    {
        if (IPAddress.TryParse(url.IdnHost, out var address))
        {
            kestrel.Listen(address, url.Port, configure);
        }
        else
        {
            kestrel.ListenLocalhost(url.Port, configure);
        }
    }
}
