using System.Collections.Concurrent;
using System.Text.Json;
using Gatehouse.Assets.Cdn;

namespace Gatehouse.Assets.Settings;

/// <summary>The settings of a site before it is known by which host a browser sees it.</summary>
internal sealed class SettingsDocument : ICdnContent
{
    /// <summary>For how many combinations of host and scheme the result is kept. One more, and all are made anew when asked for.</summary>
    private const int MostKept = 16;

    private readonly JsonElement _source;
    private readonly string? _writeKey;
    private readonly int _length;
    private readonly ConcurrentDictionary<SettingsPlace, Asset> _kept = new();

    private SettingsDocument(JsonElement source, string? writeKey, int length)
    {
        _source = source;
        _writeKey = writeKey;
        _length = length;
    }

    /// <summary>Each kept result is about the source again, twice with its compressed forms.</summary>
    public long Bytes => (_length + 1024L) * (1 + (2 * MostKept));

    /// <summary>Settings that the edge makes of itself.</summary>
    public static SettingsDocument Build() => new(JsonElement.Parse("{}"u8), writeKey: null, length: 0);

    /// <summary>Reads the CDN's settings. Null: not a JSON object.</summary>
    public static SettingsDocument? TryRead(byte[] text, string writeKey)
    {
        try
        {
            var bom = text.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0;
            var source = JsonElement.Parse(text.AsSpan(bom));
            if (source.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            // A text with half a surrogate pair parses and cannot be read: it shows here, not in a visitor's request.
            SettingsMender.Mend(source, writeKey, new("https", "localhost", "seg", Cdn: null));
            return new(source, writeKey, text.Length);
        }
        catch (Exception trouble) when (trouble is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The settings for a browser.</summary>
    public Asset For(SettingsPlace place)
    {
        if (_kept.TryGetValue(place, out var kept))
        {
            return kept;
        }

        if (_kept.Count >= MostKept)
        {
            _kept.Clear();
        }

        return _kept.GetOrAdd(place, static (place, document) => Asset.Compress(Asset.Json, SettingsMender.Mend(document._source, document._writeKey, place)), this);
    }
}
