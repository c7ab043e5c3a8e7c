using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gatehouse.Assets.Cdn;

namespace Gatehouse.Assets.Settings;

/// <summary>
/// Writes settings with which the library talks to the edge alone: what it needs is there, every address is ours, the write key
/// is gone. What it finds and does not know passes through.
/// </summary>
internal sealed class SettingsMender
{
    private const string Tracking = "Segment.io";
    private static readonly string[] VendorAddresses = ["https://cdn.segment.com/", "https://cdn.segment.build/"];
    private readonly Utf8JsonWriter _writer;
    private readonly string? _writeKey;
    private readonly SettingsPlace _place;

    private SettingsMender(Utf8JsonWriter writer, string? writeKey, SettingsPlace place)
    {
        _writer = writer;
        _writeKey = writeKey;
        _place = place;
    }

    /// <summary>Mends settings.</summary>
    /// <param name="source">A JSON object. Empty: all is made here.</param>
    /// <param name="writeKey">The key to take out. Null: the source never held it.</param>
    /// <param name="place">Where the browser sees the edge.</param>
    public static byte[] Mend(JsonElement source, string? writeKey, SettingsPlace place)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.Default, SkipValidation = true }))
        {
            new SettingsMender(writer, writeKey, place).WriteRoot(source);
        }

        return buffer.WrittenSpan.ToArray();
    }

    private void WriteRoot(JsonElement source)
    {
        _writer.WriteStartObject();
        WriteIntegrations(ObjectIn(source, "integrations"));
        WriteMetrics(ObjectIn(source, "metrics"));
        WritePlan(ObjectIn(source, "plan"));
        WriteRemotePlugins(source);
        WriteOtherwise(source, "edgeFunction", "{}"u8);
        WriteOtherwise(source, "enabledMiddleware", "{}"u8);
        WriteOtherwise(source, "legacyVideoPluginsEnabled", "false"u8);
        WriteRest(source, "integrations", "metrics", "plan", "remotePlugins");
        _writer.WriteEndObject();
    }

    private void WriteIntegrations(JsonElement? source)
    {
        _writer.WriteStartObject("integrations");
        WriteTracking(ObjectIn(source, Tracking));
        WriteRest(source, Tracking);
        _writer.WriteEndObject();
    }

    private void WriteTracking(JsonElement? source)
    {
        _writer.WriteStartObject(Tracking);
        _writer.WriteString("apiKey", WriteKeyRedaction.Word);
        _writer.WriteString("apiHost", _place.ApiHost);
        _writer.WriteString("protocol", _place.Scheme);
        WriteDelivery(ObjectIn(source, "deliveryStrategy"));
        WriteOtherwise(source, "addBundledMetadata", "true"u8);
        WriteOtherwise(source, "unbundledIntegrations", "[]"u8);
        WriteOtherwise(source, "maybeBundledConfigIds", "{}"u8);
        WriteRest(source, "apiKey", "apiHost", "protocol", "deliveryStrategy");
        _writer.WriteEndObject();
    }

    /// <summary>Cookies travel with events also when the edge has a host of its own.</summary>
    private void WriteDelivery(JsonElement? source)
    {
        _writer.WriteStartObject("deliveryStrategy");
        _writer.WriteStartObject("config");
        _writer.WriteString("credentials", "include");
        WriteRest(ObjectIn(source, "config"), "credentials");
        _writer.WriteEndObject();
        WriteRest(source, "config");
        _writer.WriteEndObject();
    }

    /// <summary>Without a sample rate the library would send all; without https it could not send to us, for it knows no other scheme here.</summary>
    private void WriteMetrics(JsonElement? source)
    {
        _writer.WriteStartObject("metrics");
        if (!_place.IsSecure || !Has(source, "sampleRate", JsonValueKind.Number))
        {
            _writer.WriteNumber("sampleRate", 0);
            WriteRest(source, "host", "sampleRate");
        }
        else
        {
            WriteRest(source, "host");
        }

        _writer.WriteString("host", _place.ApiHost);
        _writer.WriteEndObject();
    }

    private void WritePlan(JsonElement? source)
    {
        if (source is { } plan)
        {
            _writer.WritePropertyName("plan");
            WriteValue(plan);
            return;
        }

        _writer.WritePropertyName("plan");
        _writer.WriteRawValue("""{"track":{"__default":{"enabled":true,"integrations":{}}}}"""u8, skipInputValidation: true);
    }

    /// <summary>A plug-in's script that the CDN has comes through the edge; one from elsewhere is the site owner's choice and stays.</summary>
    private void WriteRemotePlugins(JsonElement source)
    {
        _writer.WriteStartArray("remotePlugins");
        if (Has(source, "remotePlugins", JsonValueKind.Array))
        {
            foreach (var plugin in source.GetProperty("remotePlugins").EnumerateArray())
            {
                WritePlugin(plugin);
            }
        }

        _writer.WriteEndArray();
    }

    private void WritePlugin(JsonElement plugin)
    {
        if (!Has(plugin, "url", JsonValueKind.String))
        {
            WriteValue(plugin);
            return;
        }

        _writer.WriteStartObject();
        _writer.WriteString("url", Redact(OwnAddress(plugin.GetProperty("url").GetString()!)));
        WriteRest(plugin, "url");
        _writer.WriteEndObject();
    }

    private string OwnAddress(string url)
    {
        foreach (var address in _place.Cdn is { } cdn ? [cdn, .. VendorAddresses] : VendorAddresses)
        {
            if (url.StartsWith(address, StringComparison.OrdinalIgnoreCase))
            {
                return string.Concat(_place.AssetBase, url.AsSpan(address.Length));
            }
        }

        return url;
    }

    /// <summary>Writes a property that is not there.</summary>
    private void WriteOtherwise(JsonElement? source, string name, ReadOnlySpan<byte> json)
    {
        if (source is not { } known || !known.TryGetProperty(name, out _))
        {
            _writer.WritePropertyName(name);
            _writer.WriteRawValue(json, skipInputValidation: true);
        }
    }

    /// <summary>Copies all properties but some.</summary>
    private void WriteRest(JsonElement? source, params ReadOnlySpan<string> but)
    {
        if (source is not { } known)
        {
            return;
        }

        foreach (var property in known.EnumerateObject())
        {
            if (!but.Contains(property.Name))
            {
                _writer.WritePropertyName(Redact(property.Name));
                WriteValue(property.Value);
            }
        }
    }

    private void WriteValue(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                _writer.WriteStartObject();
                WriteRest(value);
                _writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                _writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    WriteValue(item);
                }

                _writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                _writer.WriteStringValue(Redact(value.GetString()!));
                break;
            default:
                value.WriteTo(_writer);
                break;
        }
    }

    private string Redact(string text) => _writeKey is null ? text : WriteKeyRedaction.Apply(text, _writeKey);

    private static JsonElement? ObjectIn(JsonElement? source, string name) =>
        Has(source, name, JsonValueKind.Object) ? source!.Value.GetProperty(name) : null;

    private static bool Has(JsonElement? source, string name, JsonValueKind kind) =>
        source is { ValueKind: JsonValueKind.Object } known && known.TryGetProperty(name, out var value) && value.ValueKind == kind;
}
