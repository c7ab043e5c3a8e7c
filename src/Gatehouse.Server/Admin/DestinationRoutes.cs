using System.Globalization;
using System.Text.Json;
using Gatehouse.Delivery.Books;
using Gatehouse.Delivery.Readers;
using Gatehouse.Events;

namespace Gatehouse.Server.Admin;

/// <summary>Destinations: how they stand, and holding, letting go on, and passing over.</summary>
internal sealed class DestinationRoutes(DeliveryReaders readers, DeliveryBooks books, IEventLog log) : IAdminRoutes
{
    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/destinations", ListAsync);
        routes.MapPost("/api/destinations/{site}/{name}/pause", context => DoAsync(context, static reader => reader.PauseAsync(true)));
        routes.MapPost("/api/destinations/{site}/{name}/resume", context => DoAsync(context, static reader => reader.PauseAsync(false)));
        routes.MapPost("/api/destinations/{site}/{name}/skip", SkipAsync);
    }

    private async Task ListAsync(HttpContext context)
    {
        var balances = await books.ReadAsync(Balances.Of);
        await AdminJson.WriteAsync(context, writer =>
        {
            writer.WriteStartArray();
            foreach (var reader in readers.All().OrderBy(static reader => (reader.Book.State.Site, reader.Book.State.Name)))
            {
                Write(writer, reader, balances);
            }

            writer.WriteEndArray();
        });
    }

    private static void Write(Utf8JsonWriter writer, DestinationReader reader, List<Balance> balances)
    {
        var (site, name) = (reader.Book.State.Site, reader.Book.State.Name);
        var waiting = balances.Find(balance => balance.Site == site && balance.Destination == name)?.Waiting ?? default;
        writer.WriteStartObject();
        writer.WriteString("site"u8, site);
        writer.WriteString("name"u8, name);
        writer.WriteString("type"u8, reader.Settings.Type);
        writer.WriteString("state"u8, reader.IsPaused ? "paused" : reader.Illness.Since is null ? "well" : "ill");
        if (reader.Illness is { Since: { } since, Answer: var answer })
        {
            writer.WriteString("illSince"u8, since);
            writer.WriteString("answer"u8, answer);
        }

        writer.WriteNumber("pending"u8, waiting.Count);
        writer.WriteNumber("pendingBytes"u8, waiting.Bytes);
        if (waiting.Oldest is { } oldest)
        {
            writer.WriteString("oldest"u8, Minutes.Begin(oldest));
        }

        writer.WriteEndObject();
    }

    private Task SkipAsync(HttpContext context)
    {
        if ((string?)context.Request.Query["count"] is not { } text)
        {
            return DoAsync(context, reader => reader.SkipAsync(log.Next));
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
            ? DoAsync(context, reader => reader.SkipFirstAsync(count))
            : AdminJson.RefuseAsync(context, "count is how many of the events that wait are passed over, at least 1; without it all are.");
    }

    private async Task DoAsync(HttpContext context, Func<DestinationReader, Task> change)
    {
        if (await readers.TellAsync((string)context.Request.RouteValues["site"]!, (string)context.Request.RouteValues["name"]!, change))
        {
            await FirstPartyAnswer.SucceedAsync(context);
        }
        else
        {
            await AdminJson.NotFoundAsync(context, "There is no such destination; GET /api/destinations lists them.");
        }
    }
}
