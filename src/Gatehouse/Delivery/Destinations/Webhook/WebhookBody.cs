using System.IO.Compression;

namespace Gatehouse.Delivery.Destinations.Webhook;

/// <summary>Writes bodies.</summary>
internal static class WebhookBody
{
    /// <summary>The body of these events.</summary>
    public static ReadOnlyMemory<byte> Of(IReadOnlyList<DeliveryEvent> events, WebhookFormat format)
    {
        if (format == WebhookFormat.Event)
        {
            return events[0].Json;
        }

        var body = new MemoryStream(events.Sum(static one => one.Json.Length + 1) + 16);
        body.Write(format == WebhookFormat.Array ? "["u8 : """{"batch":["""u8);
        for (var i = 0; i < events.Count; i++)
        {
            if (i > 0)
            {
                body.WriteByte((byte)',');
            }

            body.Write(events[i].Json.Span);
        }

        body.Write(format == WebhookFormat.Array ? "]"u8 : "]}"u8);
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    /// <summary>The body, compressed.</summary>
    public static ReadOnlyMemory<byte> Gzip(ReadOnlyMemory<byte> body)
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(body.Span);
        }

        return compressed.GetBuffer().AsMemory(0, (int)compressed.Length);
    }
}
