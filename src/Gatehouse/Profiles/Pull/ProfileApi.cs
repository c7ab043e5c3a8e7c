using System.Net.Http.Headers;
using System.Text;
using Gatehouse.Sites;

namespace Gatehouse.Profiles.Pull;

/// <summary>A site's profile API: builds the addresses of it, and nothing else is ever asked.</summary>
internal sealed class ProfileApi
{
    // https://segment.com/docs: 10 traits a page by default, at most 200. No class: audiences and computed traits alike.
    private const string Query = "/traits?limit=200&verbose=true";

    private readonly string? _profiles;

    private ProfileApi(SegmentSettings? segment)
    {
        if (segment is { SpaceId: { } space, ProfilesToken: { } token })
        {
            _profiles = $"{segment.ProfilesApi.GetLeftPart(UriPartial.Authority)}/v1/spaces/{Uri.EscapeDataString(space)}/collections/users/profiles/";
            Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(token + ":")));
        }
    }

    /// <summary>The part of a site.</summary>
    public static SitePart<ProfileApi> Part { get; } = new(static site => new(site.Settings.Segment));

    /// <summary>Whether the site pulls profiles.</summary>
    public bool IsConfigured => _profiles is not null;

    /// <summary>The token as user, without a password.</summary>
    public AuthenticationHeaderValue? Authorization { get; }

    /// <summary>Whether an id can be asked for: dots alone would be a step in a path, however they are written.</summary>
    public static bool CanAsk(ProfileKey key) => key.Id is not ("." or "..");

    /// <summary>Address of a page of a visitor's traits. The id is one percent-encoded segment whatever it holds.</summary>
    /// <param name="key">Whose; <see cref="CanAsk"/>.</param>
    /// <param name="next">Where the page begins. Null: the first page.</param>
    public Uri TraitsOf(ProfileKey key, string? next)
    {
        var type = key.Kind == ProfileKind.User ? "user_id:" : "anonymous_id:";
        var address = _profiles + type + Uri.EscapeDataString(key.Id) + Query + (next is null ? null : "&next=" + Uri.EscapeDataString(next));
        return new(address, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
    }
}
