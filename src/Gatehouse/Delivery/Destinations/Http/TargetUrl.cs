namespace Gatehouse.Delivery.Destinations.Http;

/// <summary>Reads the address that a kind of destination asks. It may hold a token, so it is shown in no error.</summary>
internal static class TargetUrl
{
    private const string Example = "\"https://example.com/events\"";

    /// <summary>Reads a URL whose host is settled.</summary>
    /// <param name="settings">The destination's section.</param>
    /// <param name="allowPrivateNetwork">Whether addresses that are not public may be reached.</param>
    public static Uri? Read(DestinationOptionsReader settings, bool allowPrivateNetwork)
    {
        var text = settings.Required("Url", Example);
        return text.Length == 0 ? null : Check(settings, text, allowPrivateNetwork);
    }

    /// <summary>
    /// Whether the URL names an address, or this machine: whoever writes that down means it. What is guarded against is a name that
    /// somebody else can lead to a private address.
    /// </summary>
    public static bool NamesItsAddress(DestinationOptionsReader settings) =>
        settings.Text("Url") is { } text && Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6 || url.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase));

    /// <summary>Checks a URL. Null: it has a fault, which is reported.</summary>
    public static Uri? Check(DestinationOptionsReader settings, string text, bool allowPrivateNetwork)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps) || url.Host.Length == 0)
        {
            settings.Fault("Url", null, $"must be a URL with http or https, such as {Example}.");
            return null;
        }

        if (url.UserInfo.Length > 0 || url.Fragment.Length > 0)
        {
            settings.Fault("Url", null, "must hold no user name, password or fragment; credentials go into Headers.");
            return null;
        }

        if (!allowPrivateNetwork && !PublicAddresses.MayContain(url))
        {
            settings.Fault("Url", null, $"leads to {url.Host}, which is not on the public internet; set AllowPrivateNetwork to true if that is meant.");
            return null;
        }

        return url;
    }
}
