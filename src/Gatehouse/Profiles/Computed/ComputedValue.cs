using System.Text.Json;
using Gatehouse.Conditions;

namespace Gatehouse.Profiles.Computed;

/// <summary>Reads and writes values of computed traits.</summary>
internal static class ComputedValue
{
    /// <summary>The longest value that is kept, in bytes of JSON.</summary>
    public const int Longest = 256;

    /// <summary>A number that events can be summed up by; also when it stands in a text.</summary>
    public static bool TryNumber(ReadOnlySpan<byte> json, out double number)
    {
        number = 0;
        if (json is [(byte)'"', .. var text, (byte)'"'])
        {
            json = text;
        }

        return System.Buffers.Text.Utf8Parser.TryParse(json, out number, out var read) && read == json.Length && double.IsFinite(number);
    }

    /// <summary>Whether there is a value that can be kept: text, number, true or false, and not too long.</summary>
    public static bool IsKept(ReadOnlySpan<byte> json) => json.Length is > 0 and <= Longest && json[0] is not ((byte)'{' or (byte)'[' or (byte)'n');

    /// <summary>One form a value, so that equal texts that are escaped differently count as one.</summary>
    public static string Normal(ReadOnlySpan<byte> json)
    {
        var reader = FactJson.Open(json);
        return reader.TokenType == JsonTokenType.String ? "\"" + JsonEncodedText.Encode(reader.GetString()!) + "\"" : System.Text.Encoding.UTF8.GetString(json);
    }

    /// <summary>A short text in place of a value that only has to be told from others. Two of a billion values have one with a chance of 3 %.</summary>
    public static string Hash(string value) =>
        "\"" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(value)).AsSpan(0, 8)) + "\"";

    /// <summary>Writes a sum. False: it has become too large to be one.</summary>
    public static bool TryWrite(Utf8JsonWriter writer, double value)
    {
        if (!double.IsFinite(value))
        {
            return false;
        }

        // Whole numbers as such, exact up to 2^53: 3 and not 3E0.
        if (Math.Abs(value) <= 1L << 53 && double.IsInteger(value))
        {
            writer.WriteNumberValue((long)value);
        }
        else
        {
            writer.WriteNumberValue(value);
        }

        return true;
    }
}
