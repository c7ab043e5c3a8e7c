using System.Text.Json;
using Gatehouse.Events;

namespace Gatehouse.Delivery.Forwarding;

/// <summary>
/// An event as the tracking API gets it: as it came, without the page's key, with the ids that were found to be its own, and with
/// the edge's facts where the sender left them out.
/// </summary>
internal static class ForwardedEvent
{
    // What the names, quotation marks and commas of the added facts may need.
    private const int FactsOverhead = 128;

    /// <summary>Writes one event as an object.</summary>
    /// <param name="writer">Takes it.</param>
    /// <param name="received">The event.</param>
    /// <param name="facts">What the edge knows of its request.</param>
    /// <param name="now">When it is written, to be sent.</param>
    public static void Write(Utf8JsonWriter writer, ReceivedEvent received, EdgeFacts facts, DateTimeOffset now)
    {
        var json = received.Json.Span;

        // An event at the limit would be refused for what is added to it.
        var fits = json.Length + FactsOverhead + (facts.UserAgent?.Length ?? 0) <= EventLimits.EventBytes;
        var ip = fits ? facts.ClientAddress?.ToString() : null;
        var userAgent = fits ? facts.UserAgent : null;
        var seen = EventKey.Other;
        var reader = EventJson.Open(json);
        writer.WriteStartObject();
        while (EventJson.NextProperty(ref reader))
        {
            var key = EventKeys.Of(ref reader);
            seen |= key;
            switch (key)
            {
                case EventKey.Type or EventKey.MessageId or EventKey.AnonymousId or EventKey.UserId or EventKey.WriteKey:
                    reader.Read();
                    reader.Skip();
                    WriteKnown(writer, key, received);
                    break;
                case EventKey.Context:
                    reader.Read();
                    WriteContext(writer, EventJson.TakeValue(ref reader, json), ip, userAgent);
                    break;
                case EventKey.SentAt:
                    reader.Read();
                    writer.WritePropertyName("sentAt"u8);
                    SentTime.Write(writer, ref reader, json, now - facts.ReceivedAt);
                    break;
                case EventKey.GroupId or EventKey.PreviousId:
                    reader.Read();
                    WriteText(writer, key == EventKey.GroupId ? "groupId"u8 : "previousId"u8, ref reader);
                    break;
                default:
                    EventJson.CopyProperty(ref reader, json, writer);
                    break;
            }
        }

        WriteMissing(writer, seen, received, ip, userAgent);
        if ((seen & EventKey.Timestamp) == EventKey.Other && now - facts.ReceivedAt >= SentTime.Shortest && EventJson.Find(json, "originalTimestamp"u8).IsEmpty)
        {
            // The API would take the time at which it gets the event, and that may be hours later.
            SentTime.Write(writer, "timestamp"u8, facts.ReceivedAt);
        }

        writer.WriteEndObject();
    }

    private static void WriteMissing(Utf8JsonWriter writer, EventKey seen, ReceivedEvent received, string? ip, string? userAgent)
    {
        WriteIf(EventKey.Type, true);
        WriteIf(EventKey.MessageId, true);
        WriteIf(EventKey.AnonymousId, received.AnonymousId is not null);
        WriteIf(EventKey.UserId, received.UserId is not null);
        if ((seen & EventKey.Context) == EventKey.Other)
        {
            WriteContext(writer, default, ip, userAgent);
        }

        void WriteIf(EventKey key, bool isKnown)
        {
            if (isKnown && (seen & key) == EventKey.Other)
            {
                WriteKnown(writer, key, received);
            }
        }
    }

    /// <summary>Writes what the checks found, whatever the event says; of the page's key, nothing.</summary>
    private static void WriteKnown(Utf8JsonWriter writer, EventKey key, ReceivedEvent received)
    {
        switch (key)
        {
            case EventKey.Type:
                writer.WriteString("type"u8, EventTypes.NameOf(received.Type));
                break;
            case EventKey.MessageId:
                writer.WriteString("messageId"u8, received.MessageId);
                break;
            case EventKey.AnonymousId:
                writer.WriteString("anonymousId"u8, received.AnonymousId);
                break;
            case EventKey.UserId:
                writer.WriteString("userId"u8, received.UserId);
                break;
        }
    }

    /// <summary>Ids that came as numbers go on as text.</summary>
    private static void WriteText(Utf8JsonWriter writer, ReadOnlySpan<byte> name, ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            writer.WriteNull(name);
        }
        else if (reader.TokenType == JsonTokenType.Number)
        {
            writer.WriteString(name, reader.ValueSpan);
        }
        else
        {
            writer.WriteString(name, reader.GetString());
        }
    }

    private static void WriteContext(Utf8JsonWriter writer, ReadOnlySpan<byte> context, string? ip, string? userAgent)
    {
        var isObject = context is [(byte)'{', ..];
        if (!isObject && ip is null && userAgent is null)
        {
            return;
        }

        writer.WriteStartObject("context"u8);
        if (isObject)
        {
            var reader = EventJson.Open(context);
            while (EventJson.NextProperty(ref reader))
            {
                // What the sender says stays, even when it says null.
                ip = reader.ValueTextEquals("ip"u8) ? null : ip;
                userAgent = reader.ValueTextEquals("userAgent"u8) ? null : userAgent;
                EventJson.CopyProperty(ref reader, context, writer);
            }
        }

        if (ip is not null)
        {
            writer.WriteString("ip"u8, ip);
        }

        if (userAgent is not null)
        {
            writer.WriteString("userAgent"u8, userAgent);
        }

        writer.WriteEndObject();
    }
}
