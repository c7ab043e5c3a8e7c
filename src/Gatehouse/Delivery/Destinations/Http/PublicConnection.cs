using System.Net;
using System.Net.Sockets;

namespace Gatehouse.Delivery.Destinations.Http;

/// <summary>Opens connections to public addresses only.</summary>
internal static class PublicConnection
{
    /// <summary>
    /// Resolves a host, checks each of its addresses and connects to these same ones: a name that resolves otherwise a moment later
    /// changes nothing.
    /// </summary>
    public static async ValueTask<Stream> OpenAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken);
        foreach (var address in addresses)
        {
            if (!PublicAddresses.Contains(address))
            {
                throw new PrivateAddressException(address);
            }
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
