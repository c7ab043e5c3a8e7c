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
    public static void Write(Utf8JsonWriter writer, ReceivedEvent received, EdgeFacts facts)
    {
        var json = received.Json.Span;

        // An event at the limit would be refused for what is added to it.
        var fits = json.Length + FactsOverhead + (facts.UserAgent?.Length ?? 0) <= EventLimits.EventBytes;
        var ip = fits ? facts.ClientAddress?.ToString() : null;
        var userAgent = fits ? facts.UserAgent : null;
        var missing = Parts.All;
        var reader = EventJson.Open(json);
        writer.WriteStartObject();
        while (EventJson.NextProperty(ref reader))
        {
            var part = PartOf(ref reader);
            missing &= ~part;
            switch (part)
            {
                case Parts.None:
                    EventJson.CopyProperty(ref reader, json, writer);
                    break;
                case Parts.Context:
                    reader.Read();
                    WriteContext(writer, EventJson.TakeValue(ref reader, json), ip, userAgent);
                    break;
                case Parts.GroupId or Parts.PreviousId:
                    reader.Read();
                    WriteText(writer, part == Parts.GroupId ? "groupId"u8 : "previousId"u8, ref reader);
                    break;
                default:
                    reader.Read();
                    reader.Skip();
                    WritePart(writer, part, received);
                    break;
            }
        }

        foreach (var part in (ReadOnlySpan<Parts>)[Parts.Type, Parts.MessageId, Parts.AnonymousId, Parts.UserId])
        {
            if ((missing & part) != Parts.None && (part is not Parts.AnonymousId || received.AnonymousId is not null) && (part is not Parts.UserId || received.UserId is not null))
            {
                WritePart(writer, part, received);
            }
        }

        if ((missing & Parts.Context) != Parts.None)
        {
            WriteContext(writer, default, ip, userAgent);
        }

        writer.WriteEndObject();
    }

    private static Parts PartOf(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("type"u8) ? Parts.Type
        : reader.ValueTextEquals("messageId"u8) ? Parts.MessageId
        : reader.ValueTextEquals("anonymousId"u8) ? Parts.AnonymousId
        : reader.ValueTextEquals("userId"u8) ? Parts.UserId
        : reader.ValueTextEquals("context"u8) ? Parts.Context
        : reader.ValueTextEquals("writeKey"u8) ? Parts.WriteKey
        : reader.ValueTextEquals("groupId"u8) ? Parts.GroupId
        : reader.ValueTextEquals("previousId"u8) ? Parts.PreviousId
        : Parts.None;

    private static void WritePart(Utf8JsonWriter writer, Parts part, ReceivedEvent received)
    {
        switch (part)
        {
            case Parts.Type:
                writer.WriteString("type"u8, EventTypes.NameOf(received.Type));
                break;
            case Parts.MessageId:
                writer.WriteString("messageId"u8, received.MessageId);
                break;
            case Parts.AnonymousId:
                writer.WriteString("anonymousId"u8, received.AnonymousId);
                break;
            case Parts.UserId:
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

    [Flags]
    private enum Parts
    {
        None = 0,
        Type = 1,
        MessageId = 2,
        AnonymousId = 4,
        UserId = 8,
        Context = 16,
        WriteKey = 32,
        GroupId = 64,
        PreviousId = 128,
        All = 255,
    }
}
