using System.Globalization;
using System.Text.Json;
using Gatehouse.Delivery;
using Gatehouse.Delivery.Books;
using Gatehouse.Delivery.Readers;

namespace Gatehouse.Server.Admin;

/// <summary>Dead letters: to be looked at, sent again, deleted.</summary>
internal sealed class DeadLetterRoutes(DeliveryReaders readers, DeliveryBooks books) : IAdminRoutes
{
    private const int Default = 100;
    private const int Most = 1000;

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/dead-letters", ListAsync);
        routes.MapGet("/api/dead-letters/{id:long}", GetAsync);
        routes.MapPost("/api/dead-letters/{id:long}/resend", ResendAsync);
        routes.MapDelete("/api/dead-letters/{id:long}", DeleteAsync);
    }

    private async Task ListAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var after = NumberOf(query["after"]) ?? 0;
        var most = (int)Math.Clamp(NumberOf(query["limit"]) ?? Default, 1, Most);
        var letters = await books.ReadAsync(connection => DeadLetters.List(connection, query["site"], query["destination"], after, most));
        await AdminJson.WriteAsync(context, writer =>
        {
            writer.WriteStartArray();
            letters.ForEach(letter => Write(writer, letter, withEvent: false));
            writer.WriteEndArray();
        });
    }

    private async Task GetAsync(HttpContext context)
    {
        if (await FindAsync(context) is { } letter)
        {
            await AdminJson.WriteAsync(context, writer => Write(writer, letter, withEvent: true));
        }
    }

    private async Task ResendAsync(HttpContext context)
    {
        if (await FindAsync(context) is not { } letter)
        {
            return;
        }

        if (readers.Find(letter.Site, letter.Destination) is not { } reader)
        {
            await AdminJson.NotFoundAsync(context, "The letter's destination is configured no longer.");
            return;
        }

        var outcome = await reader.ResendAsync(letter, context.RequestAborted);
        await AdminJson.WriteAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WriteBoolean("delivered"u8, outcome.Verdict == DeliveryVerdict.Delivered);
            writer.WriteString("answer"u8, outcome.Answer);
            writer.WriteEndObject();
        });
    }

    private async Task DeleteAsync(HttpContext context)
    {
        if (await FindAsync(context) is { } letter)
        {
            await books.WriteAsync(writer => DeadLetters.Delete(writer.Connection, letter.Id));
            await FirstPartyAnswer.SucceedAsync(context);
        }
    }

    private static long? NumberOf(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private async ValueTask<StoredDeadLetter?> FindAsync(HttpContext context)
    {
        var id = long.Parse((string)context.Request.RouteValues["id"]!, CultureInfo.InvariantCulture);
        var letter = await books.ReadAsync(connection => DeadLetters.Find(connection, id));
        if (letter is null)
        {
            await AdminJson.NotFoundAsync(context, "There is no such dead letter; GET /api/dead-letters lists them.");
        }

        return letter;
    }

    private static void Write(Utf8JsonWriter writer, StoredDeadLetter stored, bool withEvent)
    {
        var (@event, reason, answer, attempts, time, replay) = stored.Letter;
        writer.WriteStartObject();
        writer.WriteNumber("id"u8, stored.Id);
        writer.WriteString("site"u8, stored.Site);
        writer.WriteString("destination"u8, stored.Destination);
        writer.WriteString("messageId"u8, @event.MessageId);
        writer.WriteString("type"u8, @event.Type);
        writer.WriteString("name"u8, @event.Name);
        writer.WriteString("receivedAt"u8, @event.ReceivedAt);
        writer.WriteString("reason"u8, reason);
        writer.WriteString("answer"u8, answer);
        writer.WriteNumber("attempts"u8, attempts);
        writer.WriteString("time"u8, time);
        if (replay is not null)
        {
            writer.WriteString("replay"u8, replay);
        }

        if (!stored.IsReadable)
        {
            writer.WriteBoolean("unreadable"u8, true);
        }
        else if (withEvent)
        {
            writer.WritePropertyName("event"u8);
            writer.WriteRawValue(@event.Json.Span);
        }

        writer.WriteEndObject();
    }
}
