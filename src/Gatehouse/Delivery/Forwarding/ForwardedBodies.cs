using System.Buffers;
using System.Text.Json;
using Gatehouse.Events;

namespace Gatehouse.Delivery.Forwarding;

/// <summary>Cuts a batch into bodies that the tracking API takes. What the edge adds may make a full batch too large for one.</summary>
internal static class ForwardedBodies
{
    // Room for the frame around the events.
    private const int MostEventBytes = EventLimits.BatchBytes - 256;

    /// <summary>One event as a body of its own.</summary>
    public static ReadOnlyMemory<byte> One(ReceivedEvent received, EdgeFacts facts)
    {
        var body = new ArrayBufferWriter<byte>(received.Json.Length + 1024);
        using var writer = new Utf8JsonWriter(body, EventJson.Writing);
        ForwardedEvent.Write(writer, received, facts);
        writer.Flush();
        return body.WrittenMemory;
    }

    /// <summary>All events in their order, in as few bodies as will do.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Of(EventBatch batch)
    {
        var written = new List<ReadOnlyMemory<byte>>();
        var bytes = 0;
        foreach (var received in batch.Events)
        {
            var next = One(received, batch.Facts);
            if (bytes + next.Length > MostEventBytes)
            {
                yield return Frame(written);
                written.Clear();
                bytes = 0;
            }

            written.Add(next);
            bytes += next.Length + 1;
        }

        yield return Frame(written);
    }

    /// <summary>The events share the time of sending, which the API reads from the frame.</summary>
    private static ReadOnlyMemory<byte> Frame(List<ReadOnlyMemory<byte>> events)
    {
        var body = new ArrayBufferWriter<byte>(events.Sum(static one => one.Length + 1) + 256);
        using var writer = new Utf8JsonWriter(body, EventJson.Writing);
        writer.WriteStartObject();
        writer.WriteStartArray("batch"u8);
        foreach (var one in events)
        {
            writer.WriteRawValue(one.Span, skipInputValidation: true);
        }

        writer.WriteEndArray();
        var sentAt = EventJson.Find(events[0].Span, "sentAt"u8);
        if (sentAt.Length is > 0 and < 128)
        {
            writer.WritePropertyName("sentAt"u8);
            writer.WriteRawValue(sentAt, skipInputValidation: true);
        }

        writer.WriteEndObject();
        writer.Flush();
        return body.WrittenMemory;
    }
}
