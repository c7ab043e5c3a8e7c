using System.Buffers;
using System.Text.Json;

namespace Gatehouse.Collect.Collectors;

/// <summary>
/// What RudderStack's browser library asks for before it starts: a source that is on, without destinations of its own and without
/// reports about itself to anybody.
/// </summary>
internal static class SourceConfig
{
    /// <summary>The configuration of a site's source.</summary>
    public static ReadOnlyMemory<byte> Of(string site)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteStartObject("source"u8);
            json.WriteString("id"u8, site);
            json.WriteString("name"u8, site);
            json.WriteString("workspaceId"u8, site);
            json.WriteString("writeKey"u8, "REDACTED"u8);
            json.WriteBoolean("enabled"u8, true);
            json.WriteStartObject("config"u8);
            json.WriteStartObject("statsCollection"u8);
            WriteOff(json, "errors"u8);
            WriteOff(json, "metrics"u8);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteStartArray("destinations"u8);
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return body.WrittenMemory;
    }

    private static void WriteOff(Utf8JsonWriter json, ReadOnlySpan<byte> name)
    {
        json.WriteStartObject(name);
        json.WriteBoolean("enabled"u8, false);
        json.WriteEndObject();
    }
}
