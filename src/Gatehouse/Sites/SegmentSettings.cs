namespace Gatehouse.Sites;

/// <summary>The vendor's upstreams.</summary>
internal sealed record SegmentSettings
{
    /// <summary>Where library and settings come from. Null: the bundled library and settings built here.</summary>
    public Uri? Cdn { get; init; }

    /// <summary>Base of the tracking API, with its version. Default <c>https://api.segment.io/v1</c>.</summary>
    public Uri TrackingApi { get; init; } = new("https://api.segment.io/v1");

    /// <summary>Base of the profile API, without a path. Default <c>https://profiles.segment.com</c>.</summary>
    public Uri ProfilesApi { get; init; } = new("https://profiles.segment.com");

    /// <summary>The space whose profiles are pulled. Null: nothing is pulled.</summary>
    public string? SpaceId { get; init; }

    /// <summary>Token of the profile API. A secret. Null: nothing is pulled.</summary>
    public string? ProfilesToken { get; init; }
}
