namespace Gatehouse.Sites;

/// <summary>Reads the variations of a site.</summary>
internal static class VariationSettingsReader
{
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
                condition = ConditionSettingsReader.Read(when, ConditionScope.Profile);
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
