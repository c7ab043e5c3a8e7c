using System.Runtime.InteropServices;
using System.Text.Json;

namespace Gatehouse.Profiles.Pull;

/// <summary>Puts the pages of one profile together.</summary>
internal sealed class TraitPages
{
    private readonly OrderedDictionary<string, PulledTrait> _traits = new(StringComparer.Ordinal);

    /// <summary>What the pages hold, in their order.</summary>
    public IReadOnlyList<PulledTrait> Traits => [.. _traits.Values];

    /// <summary>How many traits were too large or badly named to be kept.</summary>
    public int Dropped { get; private set; }

    /// <summary>Where the next page begins. Null: that was the last one.</summary>
    public string? Next { get; private set; }

    /// <summary>Adds a page. False: it is not a page of traits.</summary>
    public bool TryAdd(ReadOnlySpan<byte> page)
    {
        Next = null;
        if (!JsonText.IsWellFormed(page))
        {
            return false;
        }

        var root = JsonElement.Parse(page);
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("traits"u8, out var traits) || traits.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        foreach (var trait in traits.EnumerateObject())
        {
            Add(trait.Name, trait.Value);
        }

        if (root.TryGetProperty("cursor"u8, out var cursor)
            && cursor.ValueKind == JsonValueKind.Object
            && cursor.TryGetProperty("has_more"u8, out var more)
            && more.ValueKind == JsonValueKind.True
            && cursor.TryGetProperty("next"u8, out var next)
            && next.ValueKind == JsonValueKind.String)
        {
            Next = next.GetString() is { Length: > 0 } text ? text : null;
        }

        return true;
    }

    private void Add(string name, JsonElement value)
    {
        long? time = null;
        if (IsVerbose(value))
        {
            time = value.TryGetProperty("updated_at"u8, out var updated) && updated.ValueKind == JsonValueKind.String && updated.TryGetDateTimeOffset(out var at) ? ProfileTime.Of(at) : null;
            value = value.GetProperty("value"u8);
        }

        if (name.Length is 0 or > ProfileLimits.LongestName || JsonMarshal.GetRawUtf8Value(value).Length > ProfileLimits.MostTraitBytes)
        {
            Dropped++;
            return;
        }

        _traits[name] = new(name, value, time);
    }

    /// <summary>Asked for verbose traits, an API may still answer with plain ones.</summary>
    private static bool IsVerbose(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object
        && value.TryGetProperty("value"u8, out _)
        && (value.TryGetProperty("updated_at"u8, out _) || value.TryGetProperty("source_id"u8, out _));
}
