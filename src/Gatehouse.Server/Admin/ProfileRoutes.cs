using Gatehouse.Profiles;
using Gatehouse.Profiles.Rebuild;

namespace Gatehouse.Server.Admin;

/// <summary>
/// Profiles, shaped as the vendor's Profile API: <c>/v1/spaces/{site}/collections/users/profiles/{type}:{id}/…</c>. The space is the
/// name of the site, the token the user of Basic credentials, so that code that was written for the vendor's works.
/// </summary>
internal sealed class ProfileRoutes(ProfileFinder finder, DefinitionsInService definitions, ProfileEraser eraser, IProfileScan scan, TimeProvider time) : IAdminRoutes
{
    private const int ExportPage = 500;

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(ProfileFinder.Route + "/traits", TraitsAsync);
        routes.MapGet(ProfileFinder.Route + "/external_ids", ExternalIdsAsync);
        routes.MapGet(ProfileFinder.Route + "/metadata", MetadataAsync);
        routes.MapDelete(ProfileFinder.Route, EraseAsync);
        routes.MapGet("/v1/spaces/{site}/export", ExportAsync);
    }

    private async Task TraitsAsync(HttpContext context)
    {
        if (await finder.FindAsync(context) is not var (site, _, stored))
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
        if (await finder.FindAsync(context) is not var (_, key, stored))
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
        if (await finder.FindAsync(context) is not var (_, _, stored))
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

    /// <summary>Erases a visitor whom nothing may be left of. Also when there is no profile: the log may still hold events.</summary>
    private async Task EraseAsync(HttpContext context)
    {
        if (await finder.FindKeyAsync(context) is not var (_, key))
        {
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
        if (await finder.FindSiteAsync(context) is not { } site)
        {
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
}
