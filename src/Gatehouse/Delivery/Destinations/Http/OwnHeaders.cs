using Gatehouse.Sites;

namespace Gatehouse.Delivery.Destinations.Http;

/// <summary>Reads the headers that somebody configured. Their values are secrets.</summary>
internal static class OwnHeaders
{
    // They frame the message, belong to the connection, or say what only the edge knows.
    private static readonly string[] Reserved =
    [
        "Host", "Content-Length", "Content-Encoding", "Transfer-Encoding", "Connection", "Keep-Alive", "Upgrade", "TE", "Trailer", "Expect",
        "Proxy-Authorization", "Proxy-Connection", HttpTarget.ReplayHeader,
    ];

    /// <summary>Reads them; faults are reported without the values.</summary>
    /// <param name="settings">The destination's section.</param>
    /// <param name="taken">More headers that the destination sets itself.</param>
    public static ValueList<KeyValuePair<string, string>> Read(DestinationOptionsReader settings, params string[] taken)
    {
        var headers = settings.Pairs("Headers");
        foreach (var (name, value) in headers)
        {
            if (!HeaderText.IsName(name))
            {
                settings.Fault("Headers:" + name, null, "is no name of a header: letters, digits and hyphens.");
            }
            else if (Reserved.Contains(name, StringComparer.OrdinalIgnoreCase) || taken.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                settings.Fault("Headers:" + name, null, "is set by the destination itself; remove it.");
            }
            else if (!HeaderText.IsValue(value))
            {
                settings.Fault("Headers:" + name, null, "must be one line without control characters.");
            }
        }

        return [.. headers];
    }
}
