using System.Text.Json;
using Gatehouse.Delivery.Books;
using Gatehouse.Events;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Server.Admin;

/// <summary>What became of one event at each destination.</summary>
internal sealed class TraceRoutes(DeliveryBooks books, IEventLog log) : IAdminRoutes
{
    private const int IdSegment = 4;

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/trace/{site}/{messageId}", AnswerAsync);

    private async Task AnswerAsync(HttpContext context)
    {
        // The server leaves %2F in a path as it is and decodes the rest, so only the target as it was sent can be decoded rightly.
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?', 2)[0];
        var (site, messageId) = ((string)context.Request.RouteValues["site"]!, Uri.UnescapeDataString(target.Split('/')[IdSegment]));
        try
        {
            if (await log.FindAsync(site, messageId, context.RequestAborted) is not { } position)
            {
                await AdminJson.NotFoundAsync(context, "The log knows no such message id of this site, or not any more: it remembers ids for Log:DeduplicationWindow.");
                return;
            }

            var record = await ReadAsync(position, context.RequestAborted);
            var destinations = await books.ReadAsync(connection => EventTrace.Of(connection, site, position, record?.Facts.ReceivedAt));
            await AdminJson.WriteAsync(context, writer => Write(writer, (site, messageId, position), record, destinations));
        }
        catch (Exception trouble) when (trouble is SqliteException or IOException)
        {
            await FirstPartyAnswer.RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, "unavailable", "The disk does not do its work; ask again.");
        }
    }

    /// <summary>The event. Null: the log has deleted it, and knows its id only.</summary>
    private async ValueTask<LogRecord?> ReadAsync(long position, CancellationToken stop) =>
        position >= log.First && position < log.Next && (await log.ReadAsync(position, 1, 1, stop))[0] is LogRecord record && record.Position == position ? record : null;

    private static void Write(Utf8JsonWriter writer, (string Site, string MessageId, long Position) of, LogRecord? record, List<DestinationTrace> destinations)
    {
        writer.WriteStartObject();
        writer.WriteString("site"u8, of.Site);
        writer.WriteString("messageId"u8, of.MessageId);
        writer.WriteNumber("position"u8, of.Position);
        if (record is not null)
        {
            writer.WriteString("type"u8, EventTypes.NameOf(record.Event.Type));
            writer.WriteString("receivedAt"u8, record.Facts.ReceivedAt);
        }

        writer.WriteStartArray("destinations"u8);
        destinations.ForEach(trace => Write(writer, trace));
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, DestinationTrace trace)
    {
        writer.WriteStartObject();
        writer.WriteString("destination"u8, trace.Destination);
        writer.WriteString("outcome"u8, NameOf(trace.Outcome));
        if (trace.Reason is { } reason)
        {
            writer.WriteString("reason"u8, reason);
        }

        if (trace.Time is { } time)
        {
            writer.WriteString("time"u8, time);
        }

        if (trace.Attempts is { } attempts)
        {
            writer.WriteNumber("attempts"u8, attempts);
        }

        if (trace.Answer is { } answer)
        {
            writer.WriteString("answer"u8, answer);
        }

        if (trace.DeadLetter is { } letter)
        {
            writer.WriteNumber("deadLetter"u8, letter);
        }

        writer.WriteEndObject();
    }

    private static string NameOf(TraceOutcome outcome) => outcome switch
    {
        TraceOutcome.Before => "before",
        TraceOutcome.Gone => "gone",
        TraceOutcome.Pending => "pending",
        TraceOutcome.Delivered => "delivered",
        TraceOutcome.Filtered => "filtered",
        TraceOutcome.Dead => "dead",
        TraceOutcome.Lost => "lost",
        _ => "unknown",
    };
}
