using System.Buffers;
using System.Text.Json;
using Gatehouse.Profiles;

namespace Gatehouse.Server.Admin;

/// <summary>One profile as a line of an export.</summary>
internal static class ProfileLine
{
    /// <summary>Writes it with its line end.</summary>
    public static void Write(IBufferWriter<byte> to, ProfileKey key, ProfileRecord record, Profile profile)
    {
        using (var writer = new Utf8JsonWriter(to))
        {
            writer.WriteStartObject();
            writer.WriteString(key.Kind == ProfileKind.User ? "userId"u8 : "anonymousId"u8, key.Id);
            if (record.Joined.Count > 0)
            {
                writer.WriteStartArray("anonymousIds"u8);
                foreach (var joined in record.Joined)
                {
                    writer.WriteStringValue(joined.Id);
                }

                writer.WriteEndArray();
            }

            if (record.Seen is { } seen)
            {
                writer.WriteString("seen"u8, DateTimeOffset.UnixEpoch.AddTicks(seen * TimeSpan.TicksPerMicrosecond));
            }

            writer.WriteStartObject("traits"u8);
            foreach (var (name, value) in profile.Traits)
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        to.Write("\n"u8);
    }
}
