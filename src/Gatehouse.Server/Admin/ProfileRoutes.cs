using Gatehouse.Profiles;
using Gatehouse.Profiles.Rebuild;
using Gatehouse.Sites;
using Microsoft.AspNetCore.Http.Features;

namespace Gatehouse.Server.Admin;

/// <summary>
/// Profiles, shaped as the vendor's Profile API: <c>/v1/spaces/{site}/collections/users/profiles/{type}:{id}/…</c>. The space is the
/// name of the site, the token the user of Basic credentials, so that code that was written for the vendor's works.
/// </summary>
internal sealed class ProfileRoutes(EdgeConfiguration configuration, DefinitionsInService definitions, ProfileRecords records, ProfileEraser eraser, IProfileScan scan, TimeProvider time) : IAdminRoutes
{
    private const int ExportPage = 500;
    private const int ProfileSegment = 7;
    private const string Named = "A profile is named user_id:… or anonymous_id:….";
    private const string Profile = "/v1/spaces/{site}/collections/users/profiles/{profile}/";

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Profile + "traits", TraitsAsync);
        routes.MapGet(Profile + "external_ids", ExternalIdsAsync);
        routes.MapGet(Profile + "metadata", MetadataAsync);
        routes.MapDelete(Profile[..^1], EraseAsync);
        routes.MapGet("/v1/spaces/{site}/export", ExportAsync);
    }

    private async Task TraitsAsync(HttpContext context)
    {
        if (await FindAsync(context) is not var (site, _, stored))
        {
            return;
        }

        var page = ProfilePage.Of(context.Request.Query);
        var now = ProfileTime.Of(time.GetUtcNow());
        var facts = new TraitFacts(stored.Record, site.Settings);
        var traits = stored.ViewOf(definitions.For(site, stored.Record), now).Traits
            .Where(trait => page.Takes(trait.Key, facts.ClassOf(trait.Key)))
            .OrderBy(static trait => trait.Key, StringComparer.Ordinal)
            .ToList();
        await AdminJson.WriteAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartObject("traits"u8);
            foreach (var (name, value) in page.Cut(traits))
            {
                writer.WritePropertyName(name);
                if (page.IsVerbose)
                {
                    facts.Write(writer, name, value);
                }
                else
                {
                    value.WriteTo(writer);
                }
            }

            writer.WriteEndObject();
            page.WriteCursor(writer, context.Request.Path, traits);
            writer.WriteEndObject();
        });
    }

    private async Task ExternalIdsAsync(HttpContext context)
    {
        if (await FindAsync(context) is not var (_, key, stored))
        {
            return;
        }

        var ids = stored.Record.Joined.Select(static joined => (Type: "anonymous_id", joined.Id)).ToList();
        ids.Insert(0, (key.Kind == ProfileKind.User ? "user_id" : "anonymous_id", key.Id));
        await AdminJson.WriteAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("data"u8);
            foreach (var (type, id) in ids)
            {
                writer.WriteStartObject();
                writer.WriteString("type"u8, type);
                writer.WriteString("id"u8, id);
                writer.WriteString("collection"u8, "users"u8);
                writer.WriteString("encoding"u8, "none"u8);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            ProfilePage.WriteLastCursor(writer, context.Request.Path);
            writer.WriteEndObject();
        });
    }

    private async Task MetadataAsync(HttpContext context)
    {
        if (await FindAsync(context) is not var (_, _, stored))
        {
            return;
        }

        await AdminJson.WriteAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartObject("metadata"u8);
            if (stored.Record.Seen is { } seen)
            {
                writer.WriteString("updated_at"u8, DateTimeOffset.UnixEpoch.AddTicks(seen * TimeSpan.TicksPerMicrosecond));
            }

            writer.WriteNumber("version"u8, stored.Version);
            writer.WriteEndObject();
            writer.WriteEndObject();
        });
    }

    /// <summary>Finds the profile that a route names. Null: it has been answered that there is none.</summary>
    private async ValueTask<(Site Site, ProfileKey Key, StoredProfile Stored)?> FindAsync(HttpContext context)
    {
        var name = (string)context.Request.RouteValues["site"]!;
        if (configuration.Current.FindByName(name) is not { } site)
        {
            await NoSuchSiteAsync(context);
            return null;
        }

        if (!TryKey(context, site.Name, out var key))
        {
            await AdminJson.RefuseAsync(context, Named);
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

    /// <summary>Erases a visitor whom nothing may be left of. Also when there is no profile: the log may still hold events.</summary>
    private async Task EraseAsync(HttpContext context)
    {
        if (configuration.Current.FindByName((string)context.Request.RouteValues["site"]!) is not { } site)
        {
            await NoSuchSiteAsync(context);
            return;
        }

        if (!TryKey(context, site.Name, out var key))
        {
            await AdminJson.RefuseAsync(context, Named);
            return;
        }

        if (await eraser.EraseAsync(key) is not { } erased)
        {
            await FirstPartyAnswer.RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, "unavailable", "The disk did not take all of it; ask again.");
            return;
        }

        await AdminJson.WriteAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("erased"u8, erased.Count);
            writer.WriteEndObject();
        });
    }

    /// <summary>All profiles of a site as lines of JSON, while they are read.</summary>
    private async Task ExportAsync(HttpContext context)
    {
        if (configuration.Current.FindByName((string)context.Request.RouteValues["site"]!) is not { } site)
        {
            await NoSuchSiteAsync(context);
            return;
        }

        context.Response.ContentType = "application/x-ndjson";
        context.Response.Headers.CacheControl = "no-store";
        var place = 0L;
        while (true)
        {
            var page = await scan.ReadAsync(place, ExportPage);
            if (page is null)
            {
                // Not the end: the caller must see that something is missing.
                context.Abort();
                return;
            }

            if (page.Count == 0)
            {
                return;
            }

            var now = ProfileTime.Of(time.GetUtcNow());
            foreach (var (_, key, value) in page)
            {
                if (string.Equals(key.Site, site.Name, StringComparison.Ordinal) && ProfileCodec.Decode(value) is { } record)
                {
                    ProfileLine.Write(context.Response.BodyWriter, key, record, definitions.For(site, record).ViewOf(record, now, out _));
                }
            }

            place = page[^1].Place;
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        }
    }

    private static Task NoSuchSiteAsync(HttpContext context) => AdminJson.NotFoundAsync(context, "There is no such site; the space is a site's name in the configuration.");

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
