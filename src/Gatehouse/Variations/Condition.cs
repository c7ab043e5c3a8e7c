using System.Text.Json;
using Gatehouse.Profiles;
using Gatehouse.Sites;

namespace Gatehouse.Variations;

/// <summary>Compiles configured conditions.</summary>
internal static class Condition
{
    /// <summary>The test that a condition stands for.</summary>
    public static Func<Profile, bool> Compile(ConditionSettings settings)
    {
        if (settings.Trait is { } trait)
        {
            return settings.EqualTo is { } text ? profile => profile.Traits.TryGetValue(trait, out var value) && IsText(value, text) : profile => profile.Is(trait);
        }

        if (settings.Not is { } not)
        {
            var inner = Compile(not);
            return profile => !inner(profile);
        }

        var all = settings.All is not null;
        var parts = (settings.All ?? settings.Any ?? []).Select(Compile).ToArray();
        return all ? profile => Array.TrueForAll(parts, part => part(profile)) : profile => Array.Exists(parts, part => part(profile));
    }

    /// <summary>Configured values are texts: a text equals itself, a number or literal equals its JSON.</summary>
    private static bool IsText(JsonElement value, string text) => value.ValueKind switch
    {
        JsonValueKind.String => value.ValueEquals(text),
        JsonValueKind.True => string.Equals(text, "true", StringComparison.OrdinalIgnoreCase),
        JsonValueKind.False => string.Equals(text, "false", StringComparison.OrdinalIgnoreCase),
        JsonValueKind.Number => IsNumber(value, text),
        _ => false,
    };

    private static bool IsNumber(JsonElement value, string text) =>
        double.TryParse(text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var number) && value.TryGetDouble(out var other) && number.Equals(other);
}
