using System.Text.Json;

namespace Gatehouse.Profiles;

/// <summary>Turns a trait's JSON into a type.</summary>
internal static class TraitValue
{
    private static readonly Dictionary<Type, Func<JsonElement, object?>> Types = new()
    {
        [typeof(JsonElement)] = static json => json,
        [typeof(bool)] = static json => json.ValueKind is JsonValueKind.True or JsonValueKind.False ? json.GetBoolean() : null,
        [typeof(string)] = static json => json.ValueKind == JsonValueKind.String ? json.GetString() : null,
        [typeof(int)] = static json => json.ValueKind == JsonValueKind.Number && json.TryGetInt32(out var number) ? number : null,
        [typeof(long)] = static json => json.ValueKind == JsonValueKind.Number && json.TryGetInt64(out var number) ? number : null,
        [typeof(double)] = static json => json.ValueKind == JsonValueKind.Number && json.TryGetDouble(out var number) ? number : null,
        [typeof(decimal)] = static json => json.ValueKind == JsonValueKind.Number && json.TryGetDecimal(out var number) ? number : null,
        [typeof(DateTimeOffset)] = static json => json.ValueKind == JsonValueKind.String && json.TryGetDateTimeOffset(out var time) ? time : null,
    };

    /// <summary>The value. Null: it is not of that type.</summary>
    /// <exception cref="NotSupportedException">Traits are never of that type.</exception>
    public static object? Of(JsonElement json, Type type) =>
        Types.TryGetValue(type, out var read) ? read(json) : throw new NotSupportedException($"A trait cannot be read as {type.Name}; read it as JsonElement.");
}
