using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Gatehouse.Profiles.Push;

/// <summary>
/// Writes JSON as <c>JSON.stringify</c> does (ECMA-262, 25.5.2): the vendor signs its own text of a message, and something
/// on the way may have written the message anew with other spaces, escapes or numbers.
/// </summary>
internal static class CompactJson
{
    private static readonly SearchValues<char> Escaped = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(static code => (char)code), '"', '\\']);

    /// <summary>The text of a value, in UTF-8.</summary>
    public static byte[] Of(JsonElement value)
    {
        var text = new StringBuilder();
        Write(text, value);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Write(StringBuilder text, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(text, value);
                break;
            case JsonValueKind.Array:
                WriteArray(text, value);
                break;
            case JsonValueKind.String:
                WriteText(text, value.GetString()!);
                break;
            case JsonValueKind.Number:
                WriteNumber(text, value);
                break;
            default:
                text.Append(Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(value)));
                break;
        }
    }

    private static void WriteObject(StringBuilder text, JsonElement value)
    {
        // A name that repeats keeps its first place and its last value; names that are array indexes come first, in their order.
        var members = new OrderedDictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
        {
            members[member.Name] = member.Value;
        }

        text.Append('{');
        var separator = string.Empty;
        foreach (var (name, member) in members.OrderBy(static member => IndexOf(member.Key)))
        {
            text.Append(separator);
            WriteText(text, name);
            text.Append(':');
            Write(text, member);
            separator = ",";
        }

        text.Append('}');
    }

    private static void WriteArray(StringBuilder text, JsonElement value)
    {
        text.Append('[');
        var separator = string.Empty;
        foreach (var item in value.EnumerateArray())
        {
            text.Append(separator);
            Write(text, item);
            separator = ",";
        }

        text.Append(']');
    }

    private static long IndexOf(string name) =>
        uint.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < uint.MaxValue && (name[0] != '0' || name.Length == 1) ? index : long.MaxValue;

    private static void WriteText(StringBuilder text, string value)
    {
        text.Append('"');
        var rest = value.AsSpan();
        while (rest.IndexOfAny(Escaped) is var at and >= 0)
        {
            text.Append(rest[..at]);
            _ = rest[at] switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                var control => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)control:x4}"),
            };
            rest = rest[(at + 1)..];
        }

        text.Append(rest).Append('"');
    }

    /// <summary>Number::toString (ECMA-262, 6.1.6.1.20).</summary>
    private static void WriteNumber(StringBuilder text, JsonElement value)
    {
        var number = value.GetDouble();
        if (!double.IsFinite(number))
        {
            text.Append("null");
            return;
        }

        if (number == 0)
        {
            text.Append('0');
            return;
        }

        // The shortest digits that come back to the same double, and where the point stands among them: 0.digits × 10^point.
        var shortest = Math.Abs(number).ToString("R", CultureInfo.InvariantCulture).Split('E');
        var parts = shortest[0].Split('.');
        var all = string.Concat(parts);
        var digits = all.TrimStart('0');
        var point = parts[0].Length - (all.Length - digits.Length) + (shortest.Length > 1 ? int.Parse(shortest[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0);
        digits = digits.TrimEnd('0');
        if (number < 0)
        {
            text.Append('-');
        }

        if (point is > 0 and <= 21)
        {
            text.Append(digits.Length <= point ? digits.PadRight(point, '0') : digits[..point] + "." + digits[point..]);
        }
        else if (point is > -6 and <= 0)
        {
            text.Append("0.").Append('0', -point).Append(digits);
        }
        else
        {
            text.Append(digits[0]).Append(digits.Length > 1 ? "." + digits[1..] : "").Append(CultureInfo.InvariantCulture, $"e{point - 1:+0;-0}");
        }
    }
}
