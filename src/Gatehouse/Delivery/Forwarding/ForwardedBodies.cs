using System.Buffers;
using System.Text.Json;
using Gatehouse.Events;

namespace Gatehouse.Delivery.Forwarding;

/// <summary>Cuts what was read from the log into bodies that the tracking API takes.</summary>
internal static class ForwardedBodies
{
    // Room for the frame around the events.
    private const int MostEventBytes = EventLimits.BatchBytes - 256;

    // What times may add to an event when it is written again later.
    private const int TimesOverhead = 64;

    /// <summary>One event as a body of its own, to be sent now.</summary>
    public static ReadOnlyMemory<byte> One(ReceivedEvent received, EdgeFacts facts, DateTimeOffset now)
    {
        var body = new ArrayBufferWriter<byte>(received.Json.Length + 1024);
        using var writer = new Utf8JsonWriter(body, EventJson.Writing);
        ForwardedEvent.Write(writer, received, facts, now);
        writer.Flush();
        return body.WrittenMemory;
    }

    /// <summary>All events in their order, in as few bodies as will do.</summary>
    public static IEnumerable<ForwardedPart> Of(IEnumerable<LogRecord> records, TimeProvider time)
    {
        var events = new List<(LogRecord Record, ReadOnlyMemory<byte> Json)>();
        var bytes = 0;
        foreach (var record in records)
        {
            var next = One(record.Event, record.Facts, time.GetUtcNow());
            if (events.Count == EventLimits.BatchEvents || (events.Count > 0 && bytes + next.Length > MostEventBytes))
            {
                yield return PartOf(events);
                events = [];
                bytes = 0;
            }

            events.Add((record, next));
            bytes += next.Length + TimesOverhead;
        }

        if (events.Count > 0)
        {
            yield return PartOf(events);
        }
    }

    /// <summary>The same events, written again to be sent now.</summary>
    public static ForwardedPart Again(ForwardedPart part, TimeProvider time)
    {
        var now = time.GetUtcNow();
        return PartOf([.. part.Records.Select(record => (record, One(record.Event, record.Facts, now)))]);
    }

    private static ForwardedPart PartOf(List<(LogRecord Record, ReadOnlyMemory<byte> Json)> events) =>
        new([.. events.Select(static one => one.Record)], events is [var (_, only)] ? only : Frame(events));

    private static ReadOnlyMemory<byte> Frame(List<(LogRecord Record, ReadOnlyMemory<byte> Json)> events)
    {
        var body = new ArrayBufferWriter<byte>(events.Sum(static one => one.Json.Length + 1) + 256);
        using var writer = new Utf8JsonWriter(body, EventJson.Writing);
        writer.WriteStartObject();
        writer.WriteStartArray("batch"u8);
        foreach (var (_, json) in events)
        {
            writer.WriteRawValue(json.Span, skipInputValidation: true);
        }

        writer.WriteEndArray();
        WriteSentAt(writer, events);
        writer.WriteEndObject();
        writer.Flush();
        return body.WrittenMemory;
    }

    /// <summary>The API reads the time of sending from the frame; events of different requests have none in common, and keep their own.</summary>
    private static void WriteSentAt(Utf8JsonWriter writer, List<(LogRecord Record, ReadOnlyMemory<byte> Json)> events)
    {
        var sentAt = EventJson.Find(events[0].Json.Span, "sentAt"u8);
        if (sentAt.Length is 0 or >= 128)
        {
            return;
        }

        foreach (var (_, json) in events)
        {
            if (!EventJson.Find(json.Span, "sentAt"u8).SequenceEqual(sentAt))
            {
                return;
            }
        }

        writer.WritePropertyName("sentAt"u8);
        writer.WriteRawValue(sentAt, skipInputValidation: true);
    }
}
