using System.Text.Json;

namespace Gatehouse.Tools.Rewrite;

/// <summary>Reads requests, and says which part of one is wrong.</summary>
internal static class Json
{
    public static JsonElement? Optional(JsonElement of, string name)
    {
        if (of.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException("An object is expected.");
        }

        return of.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    public static IEnumerable<JsonElement> Array(JsonElement of, string name) =>
        Optional(of, name) is { ValueKind: JsonValueKind.Array } array
            ? array.EnumerateArray()
            : throw new FormatException($"'{name}' must be an array.");

    public static string Text(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.String ? of.GetString()! : throw new FormatException($"'{name}' must be a string.");

    public static string Property(JsonElement of, string name) =>
        Optional(of, name) is { } value ? Text(value, name) : throw new FormatException($"'{name}' is missing.");

    public static bool Flag(JsonElement of, string name) => Optional(of, name)?.ValueKind switch
    {
        null or JsonValueKind.False => false,
        JsonValueKind.True => true,
        _ => throw new FormatException($"'{name}' must be true or false."),
    };

    public static byte[] Bytes(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.String && of.TryGetBytesFromBase64(out var bytes)
            ? bytes
            : throw new FormatException($"'{name}' must hold base64.");
}
