using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gatehouse.Profiles.Rebuild;

/// <summary>Writes and reads <see cref="KeptState"/>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(KeptState))]
internal sealed partial class KeptJson : JsonSerializerContext
{
    /// <summary>Writes it.</summary>
    public static byte[] Write(KeptState state) => JsonSerializer.SerializeToUtf8Bytes(state, Default.KeptState);

    /// <summary>Reads it. Null: it is damaged, or of a newer version.</summary>
    public static KeptState? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, Default.KeptState) is { Format: Rebuild.KeptState.Known } state ? state : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
