using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Gatehouse.Conditions;

/// <summary>A value of the configuration. There all values are texts: a text equals itself, a number its value, true and false their names.</summary>
internal sealed class ExpectedValue(string text)
{
    private readonly byte[] _utf8 = Encoding.UTF8.GetBytes(text);
    private readonly double? _number = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
    private readonly bool? _literal = bool.TryParse(text, out var literal) ? literal : null;

    /// <summary>Whether the value that the reader stands on is this one. Null, objects and arrays equal nothing.</summary>
    public bool IsAt(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => reader.ValueTextEquals(_utf8),
        JsonTokenType.True => _literal == true,
        JsonTokenType.False => _literal == false,
        JsonTokenType.Number => _number is { } expected && reader.TryGetDouble(out var value) && value.Equals(expected),
        _ => false,
    };
}
