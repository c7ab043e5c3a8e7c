using System.Net;
using System.Net.Sockets;
using Gatehouse.Sites;

namespace Gatehouse.Collect;

/// <summary>Cuts a visitor's address down to what the site's policy lets an event say.</summary>
internal static class ClientAddresses
{
    private const int NetworkBytesV4 = 3;
    private const int NetworkBytesV6 = 6;

    /// <summary>The address as the policy lets it pass. Null: not at all.</summary>
    public static IPAddress? Cut(IPAddress? address, ClientAddressPolicy policy)
    {
        if (address is null || policy == ClientAddressPolicy.None)
        {
            return null;
        }

        var bytes = address.GetAddressBytes();
        if (policy == ClientAddressPolicy.Network)
        {
            bytes.AsSpan(address.AddressFamily == AddressFamily.InterNetwork ? NetworkBytesV4 : NetworkBytesV6).Clear();
        }

        // A new address has no scope: which of this machine's interfaces it came by is nobody's business.
        return new(bytes);
    }
}
