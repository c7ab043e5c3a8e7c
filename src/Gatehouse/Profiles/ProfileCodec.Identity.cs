using System.Text.Json;

namespace Gatehouse.Profiles;

/// <content>What events add: when the visitor was seen, and which ids belong together.</content>
internal static partial class ProfileCodec
{
    private static void WriteIdentity(Utf8JsonWriter writer, ProfileRecord record)
    {
        if (record.Seen is { } seen)
        {
            writer.WriteNumber("seen"u8, seen);
        }

        if (record.Joined.Count > 0)
        {
            writer.WriteStartArray("joined"u8);
            foreach (var (id, generation, content) in record.Joined)
            {
                writer.WriteStartArray();
                writer.WriteStringValue(id);
                writer.WriteNumberValue(generation);
                if (content is { } newest)
                {
                    writer.WriteNumberValue(newest);
                }

                writer.WriteEndArray();
            }

            writer.WriteEndArray();
        }

        if (record.Claimed is { } claimed)
        {
            writer.WriteString("claimed"u8, claimed);
        }

        if (record.Generation > 0)
        {
            writer.WriteNumber("generation"u8, record.Generation);
        }

        if (record.Outgoing is { } outgoing)
        {
            writer.WriteStartObject("outgoing"u8);
            writer.WriteNumber("generation"u8, outgoing.Generation);
            if (outgoing.Seen is { } last)
            {
                writer.WriteNumber("seen"u8, last);
            }

            WriteTraits(writer, outgoing.Traits);
            WriteComputed(writer, outgoing.Computed);
            writer.WriteEndObject();
        }
    }

    private static JoinedId ReadJoined(JsonElement joined) =>
        new(joined[0].GetString()!, joined[1].GetInt64(), joined.GetArrayLength() > 2 ? joined[2].GetInt64() : null);

    private static OutgoingContent ReadOutgoing(JsonElement outgoing, ReadOnlyMemory<byte> value) => new(
        outgoing.GetProperty("generation"u8).GetInt64(),
        outgoing.TryGetProperty("traits"u8, out var traits) ? ReadTraits(traits) : [],
        outgoing.TryGetProperty("computed"u8, out var computed) ? ReadComputed(computed, value) : [],
        outgoing.TryGetProperty("seen"u8, out var seen) ? seen.GetInt64() : null);
}
