using Gatehouse.Sites;

namespace Gatehouse.Pages.Csp;

/// <summary>Where a page comes from, and so where the snippet loads from and sends to.</summary>
/// <param name="Scheme"><c>http</c> or <c>https</c>.</param>
/// <param name="Host">Host name in lower case.</param>
/// <param name="Port">The port, the scheme's own when none is named.</param>
/// <param name="IsAddress">Whether the host is an IP address.</param>
internal readonly record struct OwnOrigin(string Scheme, string Host, int Port, bool IsAddress)
{
    /// <summary>Whether the scheme is https.</summary>
    public bool IsSecure => Scheme.Length == 5;

    /// <summary>The origin that a request was made to.</summary>
    public static OwnOrigin Of(EdgeContext edge) => Of(edge.Scheme, edge.Host);

    /// <summary>The origin of a scheme and host.</summary>
    public static OwnOrigin Of(string scheme, SiteHost host) => new(scheme, host.Name, host.Port ?? DefaultPort(scheme), host.IsAddress);

    /// <summary>The port that a scheme has of itself; 0 for schemes that pages do not come by.</summary>
    public static int DefaultPort(ReadOnlySpan<char> scheme) => scheme switch
    {
        "http" or "ws" => 80,
        "https" or "wss" => 443,
        _ => 0,
    };
}
