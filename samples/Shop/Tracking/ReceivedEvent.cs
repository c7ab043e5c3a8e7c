using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Samples.Shop.Tracking;

/// <summary>
/// An event and how it came. Written once, as JSON: <c>{ receivedAt, path, type, authorization, authorizations, cookie,
/// headers, event }</c>. Credentials and cookies are told of, not kept.
/// </summary>
internal static class ReceivedEvent
{
    private static readonly string[] KeptHeaders =
    [
        "Host", "Content-Type", "Content-Encoding", "User-Agent", "Accept-Language", "Origin", "Referer",
        "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Retry-Count",
    ];

    public static byte[] Write(HttpRequest request, DateTimeOffset receivedAt, string pathType, JsonElement message)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteString("receivedAt"u8, receivedAt);
        writer.WriteString("path"u8, request.Path.Value);
        writer.WriteString("type"u8, TypeOf(pathType, message));
        writer.WriteBoolean("authorization"u8, request.Headers.Authorization.Count > 0);
        writer.WriteNumber("authorizations"u8, request.Headers.Authorization.Count);
        writer.WriteBoolean("cookie"u8, request.Headers.Cookie.Count > 0);
        WriteHeaders(writer, request.Headers);
        writer.WritePropertyName("event"u8);
        message.WriteTo(writer);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteHeaders(Utf8JsonWriter writer, IHeaderDictionary headers)
    {
        writer.WriteStartObject("headers"u8);
        foreach (var name in KeptHeaders)
        {
            if (headers.TryGetValue(name, out var value))
            {
                writer.WriteString(name, value.ToString());
            }
        }

        writer.WriteEndObject();
    }

    // The address says the type, except for a batch, whose entries say it themselves.
    private static string TypeOf(string pathType, JsonElement message)
    {
        if (!string.Equals(pathType, EventType.Batch, StringComparison.Ordinal))
        {
            return pathType;
        }

        return message.TryGetProperty("type"u8, out var type) && type.ValueKind == JsonValueKind.String
            ? type.GetString()!
            : "unknown";
    }
}
