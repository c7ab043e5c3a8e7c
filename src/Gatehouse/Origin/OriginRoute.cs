using Gatehouse.Sites;
using Yarp.ReverseProxy.Forwarder;

namespace Gatehouse.Origin;

/// <summary>What forwarding needs of a site, made once.</summary>
internal sealed class OriginRoute
{
    /// <summary>The route of a site.</summary>
    public static SitePart<OriginRoute> Part { get; } = new(static site => new(site.Settings));

    private OriginRoute(SiteSettings settings)
    {
        Authority = settings.Origin?.GetLeftPart(UriPartial.Authority);
        Timeouts = settings.Timeouts;
        Request = new() { ActivityTimeout = settings.Timeouts.Idle };
    }

    /// <summary>Scheme, host and port of the origin. Null: the site has none.</summary>
    public string? Authority { get; }

    /// <summary>How long the origin may take.</summary>
    public OriginTimeouts Timeouts { get; }

    /// <summary>The forwarder's own settings.</summary>
    public ForwarderRequestConfig Request { get; }
}
