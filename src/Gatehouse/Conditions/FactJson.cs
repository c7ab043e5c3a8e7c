using System.Text.Json;

namespace Gatehouse.Conditions;

/// <summary>Looks into JSON that was checked before, without a tree.</summary>
internal static class FactJson
{
    // More than any value that the edge takes in is deep.
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 128 };

    /// <summary>Begins to read a value.</summary>
    public static Utf8JsonReader Open(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, Options);
        reader.Read();
        return reader;
    }

    /// <summary>The value at a path. Empty: there is none.</summary>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> json, FactPath path)
    {
        foreach (var step in path.Steps)
        {
            var value = Find(json, step.Utf8);
            if (!value.IsEmpty && step.Rest is { } rest)
            {
                value = Find(value, rest);
            }

            if (!value.IsEmpty)
            {
                return value;
            }
        }

        return default;
    }

    /// <summary>The value of a member. Of several with one name the last counts, as it does for whoever reads the event later. Empty: there is none.</summary>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name)
    {
        ReadOnlySpan<byte> found = default;
        if (json is not [(byte)'{', ..])
        {
            return found;
        }

        var reader = Open(json);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isIt = reader.ValueTextEquals(name);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (isIt)
            {
                found = json[start..(int)reader.BytesConsumed];
            }
        }

        return found;
    }
}
