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

    private readonly string? _base;

    private TrackingTarget(SiteSettings settings)
    {
        _base = settings.Segment?.TrackingApi.AbsoluteUri.TrimEnd('/');
        Authorization = new("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(settings.WriteKey + ":")));
    }

    /// <summary>The site's key as user, with an empty password. A secret.</summary>
    public AuthenticationHeaderValue Authorization { get; }

    /// <summary>Whether the site has a tracking API.</summary>
    public bool Exists => _base is not null;

    /// <summary>Where a batch goes.</summary>
    public Uri Batch => new(_base + "/b");

    /// <summary>Where one event of a type goes.</summary>
    public Uri Of(EventType type) => new(_base + type switch
    {
        EventType.Track => "/t",
        EventType.Page => "/p",
        EventType.Screen => "/s",
        EventType.Identify => "/i",
        EventType.Group => "/g",
        EventType.Alias => "/a",
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    });
}
