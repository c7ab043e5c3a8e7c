namespace Gatehouse.Sites;

/// <summary>How much of a visitor's address goes with an event.</summary>
internal enum ClientAddressPolicy
{
    /// <summary>The whole address.</summary>
    Full,

    /// <summary>The network only: the last 8 bits of IPv4 and the last 80 bits of IPv6 are zero.</summary>
    Network,

    /// <summary>No address at all.</summary>
    None,
}
