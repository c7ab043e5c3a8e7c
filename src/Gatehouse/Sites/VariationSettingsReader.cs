namespace Gatehouse.Sites;

/// <summary>Reads the variations of a site.</summary>
internal static class VariationSettingsReader
{
    private const int DeepestCondition = 16;

    /// <summary>Reads them; faults go into the reader.</summary>
    public static IReadOnlyList<VariationSettings> Read(SettingsReader site)
    {
        var variations = new List<VariationSettings>();
        foreach (var (_, variation) in site.Sections("Variations"))
        {
            var path = PathOf(variation);
            var serve = Serve(variation);
            variation.RejectUnknownKeys();
            if (variations.Exists(other => string.Equals(other.Path, path, StringComparison.Ordinal)))
            {
                variation.Fault("Path", path, "has a variation already; put the arms into its Serve.");
            }

            variations.Add(new(path, serve));
        }

        return variations;
    }

    private static List<ServeSettings> Serve(SettingsReader variation)
    {
        var arms = new List<ServeSettings>();
        foreach (var (_, arm) in variation.Sections("Serve"))
        {
            var condition = new ConditionSettings();
            if (arm.Section("When") is { } when)
            {
                condition = Condition(when, 1);
            }
            else
            {
                arm.Fault("When", null, "is missing; say for whom, for example { \"Trait\": \"red_group\" }.");
            }

            arms.Add(new(condition, PathOf(arm)));
            arm.RejectUnknownKeys();
        }

        if (arms.Count == 0)
        {
            variation.Fault("Serve", null, "is missing; name at least one arm, for example { \"When\": { \"Trait\": \"red_group\" }, \"Path\": \"/red\" }.");
        }

        return arms;
    }

    private static ConditionSettings Condition(SettingsReader reader, int depth)
    {
        if (depth > DeepestCondition)
        {
            reader.Fault(string.Empty, null, $"is nested deeper than {DeepestCondition} levels.");
            return new();
        }

        var condition = new ConditionSettings
        {
            Trait = reader.Text("Trait"),
            EqualTo = reader.Text("Equals"),
            All = Several(reader, "All", depth),
            Any = Several(reader, "Any", depth),
            Not = reader.Section("Not") is { } not ? Condition(not, depth + 1) : null,
        };
        var said = (condition.Trait is null ? 0 : 1) + (condition.All is null ? 0 : 1) + (condition.Any is null ? 0 : 1) + (condition.Not is null ? 0 : 1);
        if (said != 1)
        {
            reader.Fault(string.Empty, null, "must have exactly one of Trait, All, Any and Not.");
        }
        else if (condition.EqualTo is not null && condition.Trait is null)
        {
            reader.Fault("Equals", condition.EqualTo, "goes with Trait only.");
        }

        reader.RejectUnknownKeys();
        return condition;
    }

    private static List<ConditionSettings>? Several(SettingsReader reader, string key, int depth) =>
        reader.Has(key) ? [.. reader.Sections(key).Select(child => Condition(child.Reader, depth + 1))] : null;

    private static string PathOf(SettingsReader reader)
    {
        var path = reader.Required("Path", "/red");
        if (path.Length > 0 && (path[0] != '/' || path.StartsWith("//", StringComparison.Ordinal) || path.AsSpan().ContainsAny("?#\\") || path.AsSpan().ContainsAnyInRange('\0', ' ')))
        {
            reader.Fault("Path", path, "must be a path that begins with one slash, without spaces, backslashes, query or fragment.");
        }

        return path;
    }
}
