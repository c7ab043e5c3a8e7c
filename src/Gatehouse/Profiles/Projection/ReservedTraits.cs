using System.Text.Json;

namespace Gatehouse.Profiles.Projection;

/// <summary>Traits whose meaning is the same everywhere, and what they must look like. Others may be anything.</summary>
internal static class ReservedTraits
{
    /// <summary>Whether a value fits its name. Null fits every name: it takes the trait back.</summary>
    public static bool Accepts(string name, JsonElement value) => value.ValueKind == JsonValueKind.Null || name switch
    {
        "avatar" or "description" or "email" or "firstName" or "gender" or "id" or "lastName" or "name" or "phone" or "title" or "username" or "website"
            => value.ValueKind is JsonValueKind.String or JsonValueKind.Number,
        "age" => value.ValueKind == JsonValueKind.Number || (value.ValueKind == JsonValueKind.String && double.TryParse(value.GetString(), System.Globalization.CultureInfo.InvariantCulture, out _)),
        "birthday" or "createdAt" => value.ValueKind is JsonValueKind.String or JsonValueKind.Number,
        "address" => value.ValueKind is JsonValueKind.Object or JsonValueKind.String,
        "company" => value.ValueKind is JsonValueKind.Object or JsonValueKind.String,
        _ => true,
    };
}
