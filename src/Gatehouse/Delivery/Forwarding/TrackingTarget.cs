using System.Net.Http.Headers;
using System.Text;
using Gatehouse.Events;
using Gatehouse.Sites;

namespace Gatehouse.Delivery.Forwarding;

/// <summary>Where a site's events go, and as whom. Built from the configuration alone.</summary>
internal sealed class TrackingTarget
{
    /// <summary>The part that holds it.</summary>
    public static readonly SitePart<TrackingTarget> Part = new(static site => new(site.Settings));

    private readonly Uri[] _one = [];

    private TrackingTarget(SiteSettings settings)
    {
        Authorization = new("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(settings.WriteKey + ":")));
        if (settings.Segment?.TrackingApi.AbsoluteUri.TrimEnd('/') is { } api)
        {
            _one = [.. Enum.GetValues<EventType>().Select(type => new Uri(api + "/" + EventTypes.NameOf(type)[0]))];
            Batch = new(api + "/b");
        }
    }

    /// <summary>The site's key as user, with an empty password. A secret.</summary>
    public AuthenticationHeaderValue Authorization { get; }

    /// <summary>Where a batch goes. Null: the site has no tracking API.</summary>
    public Uri? Batch { get; }

    /// <summary>Where one event of a type goes, when there is a tracking API: the type's first letter is its short route.</summary>
    public Uri Of(EventType type) => _one[(int)type];
}
