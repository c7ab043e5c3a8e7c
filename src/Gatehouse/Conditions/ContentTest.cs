using System.Text;
using System.Text.Json;

namespace Gatehouse.Conditions;

/// <summary>A text that has another one in it, or an array that has a value as an entry.</summary>
internal sealed class ContentTest(string text) : ValueTest
{
    private readonly byte[] _utf8 = Encoding.UTF8.GetBytes(text);
    private readonly ExpectedValue _entry = new(text);

    /// <inheritdoc/>
    public override bool Holds(ReadOnlySpan<byte> json)
    {
        if (json.IsEmpty)
        {
            return false;
        }

        var reader = FactJson.Open(json);
        return reader.TokenType switch
        {
            // UTF-8 that contains other UTF-8 contains its characters.
            JsonTokenType.String when !reader.ValueIsEscaped => reader.ValueSpan.IndexOf(_utf8) >= 0,
            JsonTokenType.String => reader.GetString()!.Contains(text, StringComparison.Ordinal),
            JsonTokenType.StartArray => HasEntry(ref reader),
            _ => false,
        };
    }

    private bool HasEntry(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (_entry.IsAt(ref reader))
            {
                return true;
            }

            reader.Skip();
        }

        return false;
    }
}
