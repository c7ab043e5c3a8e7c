using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gatehouse.Profiles;

/// <summary>Writes and reads the stored form of <c>docs/formats/profile.md</c>.</summary>
internal static partial class ProfileCodec
{
    /// <summary>The format that is written. The one before it has none of what events add, and is read the same way.</summary>
    public const int Format = 2;

    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>The stored form of a record.</summary>
    public static ReadOnlyMemory<byte> Encode(ProfileRecord record)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var writer = new Utf8JsonWriter(buffer, WriterOptions);
        writer.WriteStartObject();
        writer.WriteNumber("format"u8, Format);
        WriteTraits(writer, record.Traits);
        if (record.Pull is { } pull)
        {
            WritePull(writer, pull);
        }

        if (record.Forgotten is { } forgotten)
        {
            writer.WriteNumber("forgotten"u8, forgotten);
        }

        if (record.Messages.Count > 0)
        {
            writer.WriteStartArray("messages"u8);
            foreach (var message in record.Messages)
            {
                writer.WriteStringValue(message.ToString("x32", CultureInfo.InvariantCulture));
            }

            writer.WriteEndArray();
        }

        if (record.Positions.Count > 0)
        {
            writer.WriteStartObject("positions"u8);
            foreach (var (log, position) in record.Positions)
            {
                writer.WriteNumber(log, position);
            }

            writer.WriteEndObject();
        }

        WriteIdentity(writer, record);
        WriteComputed(writer, record.Computed);
        WriteAudiences(writer, record);
        if (record.Rebuilt is { } rebuilt)
        {
            writer.WriteString("rebuilt"u8, rebuilt);
        }

        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads a stored form. Null: not one of this version's.</summary>
    /// <param name="value">Must not change: the record holds on to it.</param>
    public static ProfileRecord? Decode(ReadOnlyMemory<byte> value)
    {
        try
        {
            // From the pool, and given back: its table of tokens is several times as large as numbers and short texts are.
            using var document = JsonDocument.Parse(value);
            var root = document.RootElement;
            return root.GetProperty("format"u8).GetInt32() is 1 or Format ? Read(root, value) : null;
        }
        catch (Exception bad) when (bad is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    private static ProfileRecord Read(JsonElement root, ReadOnlyMemory<byte> value)
    {
        var record = ProfileRecord.Empty;
        foreach (var member in root.EnumerateObject())
        {
            record = member.Name switch
            {
                "traits" => record with { Traits = ReadTraits(member.Value) },
                "pull" => record with { Pull = ReadPull(member.Value) },
                "forgotten" => record with { Forgotten = member.Value.GetInt64() },
                "messages" => record with { Messages = [.. member.Value.EnumerateArray().Select(static text => UInt128.Parse(text.GetString()!, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture))] },
                "positions" => record with { Positions = member.Value.EnumerateObject().ToDictionary(static log => log.Name, static log => log.Value.GetInt64(), StringComparer.Ordinal) },
                "seen" => record with { Seen = member.Value.GetInt64() },
                "joined" => record with { Joined = [.. member.Value.EnumerateArray().Select(ReadJoined)] },
                "claimed" => record with { Claimed = member.Value.GetString() },
                "generation" => record with { Generation = member.Value.GetInt64() },
                "computed" => record with { Computed = ReadComputed(member.Value, value) },
                "audiences" => record with { Audiences = ReadAudiences(member.Value) },
                "changes" => record with { Changes = [.. member.Value.EnumerateArray().Select(ReadChange)] },
                "outgoing" => record with { Outgoing = ReadOutgoing(member.Value, value) },
                "rebuilt" => record with { Rebuilt = member.Value.GetString() },
                _ => record,
            };
        }

        return record;
    }

    private static void WriteTraits(Utf8JsonWriter writer, IReadOnlyDictionary<string, StoredTrait> traits)
    {
        if (traits.Count == 0)
        {
            return;
        }

        writer.WriteStartObject("traits"u8);
        foreach (var (name, trait) in traits)
        {
            writer.WriteStartArray(name);
            WriteAsItCame(writer, trait.Value);
            writer.WriteStringValue(trait.Source switch
            {
                TraitSource.Push => "push"u8,
                TraitSource.Event => "event"u8,
                _ => "computed"u8,
            });
            writer.WriteNumberValue(trait.Time);
            writer.WriteNumberValue(trait.Receipt);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static Dictionary<string, StoredTrait> ReadTraits(JsonElement traits)
    {
        var read = new Dictionary<string, StoredTrait>(traits.GetPropertyCount(), StringComparer.Ordinal);
        foreach (var trait in Copy(traits).EnumerateObject())
        {
            var parts = trait.Value;
            var source = parts[1].GetString() switch
            {
                "push" => TraitSource.Push,
                "event" => TraitSource.Event,
                "computed" => TraitSource.Computed,
                _ => throw new FormatException(),
            };
            read[trait.Name] = new(parts[0], source, parts[2].GetInt64(), parts[3].GetInt64());
        }

        return read;
    }

    private static void WritePull(Utf8JsonWriter writer, PullRecord pull)
    {
        writer.WriteStartArray("pull"u8);
        writer.WriteNumberValue(pull.At);
        writer.WriteBooleanValue(pull.Found);
        writer.WriteStartObject();
        foreach (var (name, value, time) in pull.Traits)
        {
            writer.WriteStartArray(name);
            WriteAsItCame(writer, value);
            if (time is { } known)
            {
                writer.WriteNumberValue(known);
            }
            else
            {
                writer.WriteNullValue();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private static PullRecord ReadPull(JsonElement pull)
    {
        var traits = new List<PulledTrait>(pull[2].GetPropertyCount());
        foreach (var trait in Copy(pull[2]).EnumerateObject())
        {
            var time = trait.Value[1];
            traits.Add(new(trait.Name, trait.Value[0], time.ValueKind == JsonValueKind.Null ? null : time.GetInt64()));
        }

        return new(pull[0].GetInt64(), pull[1].GetBoolean(), traits);
    }

    /// <summary>Outlives the document.</summary>
    private static JsonElement Copy(JsonElement element) => JsonElement.Parse(JsonMarshal.GetRawUtf8Value(element));

    /// <summary>The bytes of an element, where they stand in the value.</summary>
    private static ReadOnlyMemory<byte> PartOf(ReadOnlyMemory<byte> value, JsonElement element)
    {
        var raw = JsonMarshal.GetRawUtf8Value(element);
        return value.Span.Overlaps(raw, out var at) ? value.Slice(at, raw.Length) : raw.ToArray();
    }

    /// <summary>Bytes in, bytes out: a number keeps its digits, a text its escapes.</summary>
    private static void WriteAsItCame(Utf8JsonWriter writer, JsonElement value) =>
        writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(value), skipInputValidation: true);
}
