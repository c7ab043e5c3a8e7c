using System.Net;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Sites;

/// <summary>A request as the browser sent it: what trusted proxies say of it, else what the connection says.</summary>
/// <param name="Scheme">http or https.</param>
/// <param name="Host">The host, unchecked. Null: none.</param>
/// <param name="Client">The visitor's address. Null: the transport has none.</param>
internal readonly record struct ForwardedRequest(string Scheme, string? Host, IPAddress? Client)
{
    // A chain longer than this is not a chain of proxies but somebody's text.
    private const int LongestChain = 32;

    /// <summary>Reads it. X-Forwarded-* headers count only when the peer is a trusted proxy.</summary>
    public static ForwardedRequest Read(HttpContext context, IReadOnlyList<IPNetwork> trusted)
    {
        var request = context.Request;
        var peer = context.Connection.RemoteIpAddress;
        var scheme = request.IsHttps ? Uri.UriSchemeHttps : Uri.UriSchemeHttp;

        // The header itself: HttpRequest.Host turns an internationalised name (xn--…) into Unicode.
        var sent = request.Headers.Host.ToString();
        if (trusted.Count == 0 || !IsTrusted(peer, trusted))
        {
            return new(scheme, sent, peer);
        }

        var headers = request.Headers;
        scheme = LastOf(headers["X-Forwarded-Proto"].ToString()) switch
        {
            var proto when proto.Equals("https", StringComparison.OrdinalIgnoreCase) => Uri.UriSchemeHttps,
            var proto when proto.Equals("http", StringComparison.OrdinalIgnoreCase) => Uri.UriSchemeHttp,
            _ => scheme,
        };
        var host = LastOf(headers["X-Forwarded-Host"].ToString());
        return new(scheme, host.IsEmpty ? sent : host.ToString(), ClientOf(headers["X-Forwarded-For"].ToString(), peer, trusted));
    }

    /// <summary>From the right, the first address that is not a trusted proxy's: everything left of it could have been made up.</summary>
    private static IPAddress? ClientOf(ReadOnlySpan<char> chain, IPAddress? peer, IReadOnlyList<IPNetwork> trusted)
    {
        var client = peer;
        for (var hops = 0; !chain.IsEmpty && hops < LongestChain; hops++)
        {
            var comma = chain.LastIndexOf(',');
            if (!TryParseAddress(chain[(comma + 1)..].Trim(), out var address))
            {
                return client;
            }

            client = address;
            if (!IsTrusted(address, trusted))
            {
                return client;
            }

            chain = comma < 0 ? default : chain[..comma];
        }

        return client;
    }

    private static bool TryParseAddress(ReadOnlySpan<char> text, out IPAddress? address)
    {
        if (IPAddress.TryParse(text, out address))
        {
            return true;
        }

        // Some proxies add the port.
        var read = IPEndPoint.TryParse(text, out var endpoint);
        address = endpoint?.Address;
        return read;
    }

    private static bool IsTrusted(IPAddress? address, IReadOnlyList<IPNetwork> trusted)
    {
        if (address is null)
        {
            return false;
        }

        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        foreach (var network in trusted)
        {
            if (network.Contains(plain))
            {
                return true;
            }
        }

        return false;
    }

    private static ReadOnlySpan<char> LastOf(string list)
    {
        var text = list.AsSpan();
        return text[(text.LastIndexOf(',') + 1)..].Trim();
    }
}
