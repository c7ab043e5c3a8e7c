using System.Text.Json;
using Gatehouse.Profiles.Audiences;
using Gatehouse.Profiles.Computed;

namespace Gatehouse.Profiles;

/// <content>What is computed: traits and audiences.</content>
internal static partial class ProfileCodec
{
    private static void WriteComputed(Utf8JsonWriter writer, IReadOnlyDictionary<string, ComputedEntry> computed)
    {
        if (computed.Count == 0)
        {
            return;
        }

        writer.WriteStartObject("computed"u8);
        foreach (var (name, (fingerprint, state)) in computed)
        {
            writer.WriteStartArray(name);
            writer.WriteStringValue(fingerprint);
            writer.WriteRawValue(state.Span, skipInputValidation: true);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static Dictionary<string, ComputedEntry> ReadComputed(JsonElement computed, ReadOnlyMemory<byte> value) =>
        computed.EnumerateObject().ToDictionary(static entry => entry.Name, entry => new ComputedEntry(entry.Value[0].GetString()!, PartOf(value, entry.Value[1])), StringComparer.Ordinal);

    private static void WriteAudiences(Utf8JsonWriter writer, ProfileRecord record)
    {
        if (record.Audiences.Count > 0)
        {
            writer.WriteStartObject("audiences"u8);
            foreach (var (name, (isIn, since)) in record.Audiences)
            {
                writer.WriteStartArray(name);
                writer.WriteBooleanValue(isIn);
                writer.WriteNumberValue(since);
                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        if (record.Changes.Count > 0)
        {
            writer.WriteStartArray("changes"u8);
            foreach (var (audience, isIn, time, log, position) in record.Changes)
            {
                writer.WriteStartArray();
                writer.WriteStringValue(audience);
                writer.WriteBooleanValue(isIn);
                writer.WriteNumberValue(time);
                writer.WriteStringValue(log);
                writer.WriteNumberValue(position);
                writer.WriteEndArray();
            }

            writer.WriteEndArray();
        }
    }

    private static Dictionary<string, AudienceState> ReadAudiences(JsonElement audiences) =>
        audiences.EnumerateObject().ToDictionary(static entry => entry.Name, static entry => new AudienceState(entry.Value[0].GetBoolean(), entry.Value[1].GetInt64()), StringComparer.Ordinal);

    private static AudienceChange ReadChange(JsonElement change) =>
        new(change[0].GetString()!, change[1].GetBoolean(), change[2].GetInt64(), change[3].GetString()!, change[4].GetInt64());
}
