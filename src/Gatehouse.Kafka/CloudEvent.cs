using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gatehouse.Delivery;

namespace Gatehouse.Kafka;

/// <summary>Writes an event as a CloudEvent 1.0 in structured mode: <c>https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md</c>.</summary>
internal static class CloudEvent
{
    // What stands around the event, but for the ids.
    private const int Frame = 256;

    // What is written is not put into a page; text goes as it is.
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>The CloudEvent with this event as its data.</summary>
    public static byte[] Of(DeliveryEvent one)
    {
        var buffer = new ArrayBufferWriter<byte>(one.Json.Length + Frame);
        using var writer = new Utf8JsonWriter(buffer, Writing);
        writer.WriteStartObject();
        writer.WriteString("specversion"u8, "1.0"u8);
        writer.WriteString("id"u8, one.MessageId);
        writer.WriteString("source"u8, "/" + Uri.EscapeDataString(one.Site));
        writer.WriteString("type"u8, one.Type);
        writer.WriteString("time"u8, one.Timestamp.UtcDateTime);
        writer.WriteString("datacontenttype"u8, "application/json"u8);
        writer.WritePropertyName("data"u8);
        writer.WriteRawValue(one.Json.Span, skipInputValidation: true);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
