using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gatehouse.Sites;

namespace Gatehouse.Profiles.Computed;

/// <summary>Writes a definition down in one way only, so that it can be told from another one. The name is not part of it.</summary>
internal static class DefinitionText
{
    /// <summary>Sixteen hexadecimal digits of SHA-256.</summary>
    /// <param name="settings">The definition.</param>
    /// <param name="revision">How often it was ordered to be computed anew.</param>
    public static string FingerprintOf(ComputedTraitSettings settings, int revision)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{settings.Compute}\n{settings.Of?.Subject} {settings.Of?.Name}\n{settings.Window?.Ticks}\n{settings.Most}\n");
        if (settings.When is { } when)
        {
            Append(text, when);
        }

        if (revision > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{revision}");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 8));
    }

    /// <summary>A condition.</summary>
    public static string Of(ConditionSettings condition)
    {
        var text = new StringBuilder();
        Append(text, condition);
        return text.ToString();
    }

    private static void Append(StringBuilder text, ConditionSettings condition)
    {
        text.Append(CultureInfo.InvariantCulture, $"({condition.Subject} {condition.Name.Length}:{condition.Name} {condition.Test.Kind}");
        foreach (var value in condition.Subject is null ? [] : condition.Test.Values)
        {
            text.Append(CultureInfo.InvariantCulture, $" {value.Length}:{value}");
        }

        Append(text, "all", condition.All);
        Append(text, "any", condition.Any);
        Append(text, "not", condition.Not is { } not ? [not] : null);
        text.Append(')');
    }

    private static void Append(StringBuilder text, string joined, IReadOnlyList<ConditionSettings>? parts)
    {
        if (parts is null)
        {
            return;
        }

        text.Append(joined);
        foreach (var part in parts)
        {
            Append(text, part);
        }
    }
}
