using System.Net;
using Microsoft.Security.AntiSSRF;

namespace Gatehouse.Delivery.Destinations.Http;

/// <summary>Which addresses belong to the public internet: not this machine, its network, a cloud's metadata or what is reserved.</summary>
internal static class PublicAddresses
{
    // The list is the package's; its handler is left, because it hides what kind of failure there was.
    // IPv4-compatible addresses (RFC 4291, 2.5.5.1) are not in it.
    private static readonly IPNetwork[] Others = [.. IPAddressRanges.recommendedLatest.Select(static range => IPNetwork.Parse(range)), IPNetwork.Parse("::/96")];

    // RFC 6052, 2.1: where there is no IPv4, every IPv4 address is reached through these. What counts is the one behind.
    private static readonly IPNetwork Translated = IPNetwork.Parse("64:ff9b::/96");

    /// <summary>Whether an address is public.</summary>
    public static bool Contains(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return Contains(address.MapToIPv4());
        }

        if (Translated.Contains(address))
        {
            return Contains(new IPAddress(address.GetAddressBytes().AsSpan(12)));
        }

        return !Array.Exists(Others, network => network.Contains(address));
    }

    /// <summary>Whether a host may be public as far as its name says: it is no address that is not, and not this machine's.</summary>
    /// <param name="url">A URL with that host.</param>
    public static bool MayContain(Uri url)
    {
        var host = url.IdnHost.TrimEnd('.');
        return IPAddress.TryParse(host, out var address)
            ? Contains(address)
            : !host.Equals("localhost", StringComparison.OrdinalIgnoreCase) && !host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
    }
}
