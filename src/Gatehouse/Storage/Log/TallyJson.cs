using System.Text.Json;
using System.Text.Json.Serialization;
using Gatehouse.Events;

namespace Gatehouse.Storage.Log;

/// <summary>The counts of a tally as its record has them.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(TallyCounts))]
internal sealed partial class TallyJson : JsonSerializerContext
{
    /// <summary>Writes them.</summary>
    public static byte[] Write(Tally tally) => JsonSerializer.SerializeToUtf8Bytes(
        new TallyCounts { Received = tally.Received, Stored = tally.Stored, Duplicates = tally.Duplicates, Shed = tally.Shed, Refused = tally.Refused }, Default.TallyCounts);

    /// <summary>Reads them. Null: they are damaged.</summary>
    public static LogTally? Read(long position, string site, DateTimeOffset at, ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, Default.TallyCounts) is { } counts
                ? new(position, site, at, counts.Received, counts.Stored, counts.Duplicates, counts.Shed, counts.Refused)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
