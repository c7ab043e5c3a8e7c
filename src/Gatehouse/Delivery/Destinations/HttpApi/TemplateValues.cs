using System.Text.Json;

namespace Gatehouse.Delivery.Destinations.HttpApi;

/// <summary>What placeholders stand for, for one event.</summary>
internal sealed class TemplateValues(JsonElement root, IReadOnlyDictionary<string, string> secrets)
{
    /// <summary>What the path of a secret begins with.</summary>
    public const string SecretsPrefix = "secrets.";

    private const string Whole = "json";

    /// <summary>The secret that a path names. Null: it names none.</summary>
    public string? SecretOf(string path) => path.StartsWith(SecretsPrefix, StringComparison.Ordinal) ? secrets[path[SecretsPrefix.Length..]] : null;

    /// <summary>The value in the event. Undefined: there is none.</summary>
    public JsonElement ValueOf(string path) => path == Whole ? root : Find(root, path);

    /// <summary>The value as text: of a text its characters, of everything else its JSON, of nothing and null nothing.</summary>
    /// <exception cref="UnfitValueException">It is no Unicode.</exception>
    public string TextOf(string path)
    {
        if (SecretOf(path) is { } secret)
        {
            return secret;
        }

        var value = ValueOf(path);
        if (value.ValueKind != JsonValueKind.String)
        {
            return value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? string.Empty : value.GetRawText();
        }

        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new UnfitValueException($"{path} holds half of a surrogate pair");
        }
    }

    // A name may hold dots itself: as in conditions, the longest that is there goes first.
    private static JsonElement Find(JsonElement element, string path)
    {
        if (Step(element, path) is { ValueKind: not JsonValueKind.Undefined } last)
        {
            return last;
        }

        for (var dot = path.LastIndexOf('.'); dot > 0; dot = path.LastIndexOf('.', dot - 1))
        {
            if (Step(element, path[..dot]) is { ValueKind: not JsonValueKind.Undefined } next
                && Find(next, path[(dot + 1)..]) is { ValueKind: not JsonValueKind.Undefined } found)
            {
                return found;
            }
        }

        return default;
    }

    private static JsonElement Step(JsonElement element, string name) => element.ValueKind switch
    {
        JsonValueKind.Object when element.TryGetProperty(name, out var value) => value,
        JsonValueKind.Array when int.TryParse(name, System.Globalization.NumberStyles.None, null, out var index) && index < element.GetArrayLength() => element[index],
        _ => default,
    };
}
