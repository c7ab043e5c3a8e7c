using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gatehouse.Events;

/// <summary>Copies parts of an event that has passed the checks. Values are copied byte for byte.</summary>
internal static class EventJson
{
    /// <summary>How events are written: what is copied was checked before, and no page ever holds it.</summary>
    public static JsonWriterOptions Writing => new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Begins to read an object that was checked before.</summary>
    public static Utf8JsonReader Open(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = EventLimits.Depth + 1 });
        reader.Read();
        return reader;
    }

    /// <summary>Moves to the next property's name. False: the object is over.</summary>
    public static bool NextProperty(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    /// <summary>The bytes of the value that the reader stands on; it moves to the value's end.</summary>
    public static ReadOnlySpan<byte> TakeValue(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return json[start..(int)reader.BytesConsumed];
    }

    /// <summary>Copies the property whose name the reader stands on.</summary>
    public static void CopyProperty(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, Utf8JsonWriter writer)
    {
        CopyName(ref reader, writer);
        reader.Read();
        writer.WriteRawValue(TakeValue(ref reader, json), skipInputValidation: true);
    }

    /// <summary>The bytes of an object's property. Empty: it has none of that name.</summary>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name)
    {
        var reader = Open(json);
        while (NextProperty(ref reader))
        {
            var found = reader.ValueTextEquals(name);
            reader.Read();
            var value = TakeValue(ref reader, json);
            if (found)
            {
                return value;
            }
        }

        return default;
    }

    private static void CopyName(ref Utf8JsonReader reader, Utf8JsonWriter writer)
    {
        if (reader.ValueIsEscaped)
        {
            writer.WritePropertyName(reader.GetString()!);
        }
        else
        {
            writer.WritePropertyName(reader.ValueSpan);
        }
    }
}
