using Gatehouse.Profiles;
using Gatehouse.Sites;
using Microsoft.AspNetCore.Http.Features;

namespace Gatehouse.Server.Admin;

/// <summary>Finds the profile that a route names: <c>/v1/spaces/{site}/collections/users/profiles/{type}:{id}</c>.</summary>
internal sealed class ProfileFinder(EdgeConfiguration configuration, ProfileRecords records)
{
    /// <summary>The route of a profile.</summary>
    public const string Route = "/v1/spaces/{site}/collections/users/profiles/{profile}";

    private const int ProfileSegment = 7;

    /// <summary>The site that a route names. Null: it has been answered that there is none.</summary>
    public async ValueTask<Site?> FindSiteAsync(HttpContext context)
    {
        if (configuration.Current.FindByName((string)context.Request.RouteValues["site"]!) is { } site)
        {
            return site;
        }

        await AdminJson.NotFoundAsync(context, "There is no such site; the space is a site's name in the configuration.");
        return null;
    }

    /// <summary>The site and the key that a route names. Null: it has been answered that there is no such thing.</summary>
    public async ValueTask<(Site Site, ProfileKey Key)?> FindKeyAsync(HttpContext context)
    {
        if (await FindSiteAsync(context) is not { } site)
        {
            return null;
        }

        if (TryKey(context, site.Name, out var key))
        {
            return (site, key);
        }

        await AdminJson.RefuseAsync(context, "A profile is named user_id:… or anonymous_id:….");
        return null;
    }

    /// <summary>The profile that a route names. Null: it has been answered that there is none.</summary>
    public async ValueTask<(Site Site, ProfileKey Key, StoredProfile Stored)?> FindAsync(HttpContext context)
    {
        if (await FindKeyAsync(context) is not var (site, key))
        {
            return null;
        }

        var read = await records.GetAsync(key, context.RequestAborted);
        if (read.Outcome != StoreOutcome.Done)
        {
            await FirstPartyAnswer.RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, "unavailable", $"The profile store is in trouble ({read.Outcome}); ask again later.");
            return null;
        }

        if (read.Profile.Version == 0)
        {
            await AdminJson.NotFoundAsync(context, "There is no such profile.");
            return null;
        }

        return (site, key, read.Profile);
    }

    private static bool TryKey(HttpContext context, string site, out ProfileKey key)
    {
        // The server leaves %2F in a path as it is and decodes the rest, so only the target as it was sent can be decoded rightly.
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?', 2)[0];
        var profile = Uri.UnescapeDataString(target.Split('/')[ProfileSegment]);
        var colon = profile.IndexOf(':', StringComparison.Ordinal);
        ProfileKind? kind = (colon < 0 ? string.Empty : profile[..colon]) switch
        {
            "user_id" => ProfileKind.User,
            "anonymous_id" => ProfileKind.Anonymous,
            _ => null,
        };
        key = default;
        return kind is { } known && ProfileKey.TryCreate(site, known, profile[(colon + 1)..], out key);
    }
}
