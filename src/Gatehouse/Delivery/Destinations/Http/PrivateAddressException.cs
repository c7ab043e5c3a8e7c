using System.Net;

namespace Gatehouse.Delivery.Destinations.Http;

/// <summary>A host has an address that is not public, and the settings do not allow that. No connection was opened.</summary>
#pragma warning disable CA1032 // Thrown in one place.
internal sealed class PrivateAddressException(IPAddress address)
    : Exception($"the host has the address {address}, which is not public; set AllowPrivateNetwork to true if it may be reached")
#pragma warning restore CA1032
{
}
