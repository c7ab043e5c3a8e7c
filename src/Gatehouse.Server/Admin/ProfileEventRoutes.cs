using System.Globalization;
using System.Text.Json;
using Gatehouse.Events;
using Gatehouse.Profiles.History;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Server.Admin;

/// <summary>The track events of a profile that the log still holds, shaped as the vendor's Profile API.</summary>
internal sealed class ProfileEventRoutes(ProfileFinder finder, EventHistory history) : IAdminRoutes
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet(ProfileFinder.Route + "/events", AnswerAsync);

    private async Task AnswerAsync(HttpContext context)
    {
        if (ProfileEventQuery.Of(context.Request.Query, out var fault) is not { } query)
        {
            await AdminJson.RefuseAsync(context, fault);
            return;
        }

        if (await finder.FindAsync(context) is not var (_, key, stored))
        {
            return;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        limit.CancelAfter(Longest);
        HistoryPage? page = null;
        try
        {
            page = await history.ReadAsync(key, stored.Record, query, limit.Token);
        }
        catch (Exception trouble) when (trouble is SqliteException or IOException || (trouble is OperationCanceledException && !context.RequestAborted.IsCancellationRequested))
        {
            // Answered below.
        }

        if (page is null)
        {
            await FirstPartyAnswer.RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, "unavailable", "The disk does not do its work, or too much is asked at once; ask again.");
            return;
        }

        await AdminJson.WriteAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("data"u8);
            foreach (var record in page.Events)
            {
                Write(writer, record);
            }

            writer.WriteEndArray();
            ProfilePage.WriteCursor(writer, context.Request.Path, page.Next?.ToString(CultureInfo.InvariantCulture), query.Limit);
            writer.WriteEndObject();
        });
    }

    private static void Write(Utf8JsonWriter writer, LogRecord record)
    {
        var received = record.Event;
        writer.WriteStartObject();
        writer.WriteStartArray("external_ids"u8);
        WriteId(writer, "user_id"u8, received.UserId);
        WriteId(writer, "anonymous_id"u8, received.AnonymousId);
        writer.WriteEndArray();
        writer.WriteString("type"u8, "track"u8);
        WriteRaw(writer, "event"u8, received);
        writer.WriteString("source_id"u8, record.Site);
        writer.WriteString("message_id"u8, received.MessageId);
        writer.WriteString("timestamp"u8, EventTime.Of(received.Json.Span, record.Facts.ReceivedAt).Timestamp);
        WriteRaw(writer, "properties"u8, received);
        WriteRaw(writer, "context"u8, received);
        writer.WriteEndObject();
    }

    private static void WriteId(Utf8JsonWriter writer, ReadOnlySpan<byte> type, string? id)
    {
        if (id is null)
        {
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("collection"u8, "users"u8);
        writer.WriteString("type"u8, type);
        writer.WriteString("id"u8, id);
        writer.WriteString("encoding"u8, "none"u8);
        writer.WriteEndObject();
    }

    private static void WriteRaw(Utf8JsonWriter writer, ReadOnlySpan<byte> name, ReceivedEvent received)
    {
        var value = EventJson.Find(received.Json.Span, name);
        writer.WritePropertyName(name);

        // As it was received, so checked: by the stored bytes, which may be nested deeper than this writer thinks.
        writer.WriteRawValue(value.IsEmpty ? "{}"u8 : value, skipInputValidation: true);
    }
}
