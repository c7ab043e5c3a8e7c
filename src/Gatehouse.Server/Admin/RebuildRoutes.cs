using Gatehouse.Profiles.Rebuild;

namespace Gatehouse.Server.Admin;

/// <summary>Rebuilding profiles from the log: ordering it, and how far it is.</summary>
internal sealed class RebuildRoutes(ProfileRebuild rebuild) : IAdminRoutes
{
    private const string Route = "/api/profiles/rebuild";

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Route, StatusAsync);
        routes.MapPost(Route, OrderAsync);
    }

    private async Task OrderAsync(HttpContext context)
    {
        switch (await rebuild.OrderAsync(context.RequestAborted))
        {
            case null:
                await FirstPartyAnswer.RefuseAsync(context, StatusCodes.Status409Conflict, "under_way", "Profiles are being rebuilt already; GET /api/profiles/rebuild says how far that is.");
                break;
            case false:
                await FirstPartyAnswer.RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, "unavailable", "The disk did not take the order; give it again.");
                break;
            default:
                await StatusAsync(context);
                break;
        }
    }

    private Task StatusAsync(HttpContext context)
    {
        var status = rebuild.Status;
        return AdminJson.WriteAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("state"u8, status is null ? "none"u8 : status.Swapped is null ? "replaying"u8 : "swapping"u8);
            if (status is not null)
            {
                writer.WriteString("startedAt"u8, status.StartedAt);
                writer.WriteBoolean("ordered"u8, status.IsOrdered);
                writer.WriteStartArray("sites"u8);
                foreach (var site in status.Sites)
                {
                    writer.WriteStringValue(site);
                }

                writer.WriteEndArray();
                writer.WriteNumber("position"u8, status.Position);
                writer.WriteNumber("end"u8, status.End);
                if (status.Swapped is { } swapped)
                {
                    writer.WriteNumber("swapped"u8, swapped);
                }
            }

            writer.WriteEndObject();
        });
    }
}
