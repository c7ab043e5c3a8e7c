using System.Globalization;

namespace Gatehouse.Sites;

/// <summary>Reads which events go to a destination, and what of them.</summary>
internal static class EventRuleSettingsReader
{
    private const int MostNames = 8;

    // Without these no destination could tell one event from another, or what it is.
    private static readonly string[] Needed = ["type", "messageId", "timestamp"];

    /// <summary>Reads them; faults go into the reader.</summary>
    /// <param name="destination">The destination's section.</param>
    /// <param name="name">The destination's name.</param>
    /// <param name="type">The kind of destination.</param>
    public static EventRuleSettings Read(SettingsReader destination, string name, string type)
    {
        var settings = new EventRuleSettings
        {
            When = destination.Section("When") is { } when ? ConditionSettingsReader.Read(when, ConditionScope.Event) : null,
            Sample = Sample(destination),
            Consent = [.. destination.Texts("Consent")],
            Integration = Integration(destination, name, type),
            Keep = Paths(destination, "Keep", canBeNeeded: true),
            Drop = Paths(destination, "Drop"),
            Rename = Renames(destination),
            Hash = Paths(destination, "Hash"),
            HashSalt = destination.Text("HashSalt"),
        };
        if (settings.HashSalt is not null && settings.Hash.Count == 0)
        {
            destination.Fault("HashSalt", null, "goes with Hash only.");
        }

        return settings;
    }

    private static double Sample(SettingsReader destination)
    {
        if (destination.Text("Sample") is not { } text)
        {
            return 1;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var part) && part is > 0 and <= 1)
        {
            return part;
        }

        destination.Fault("Sample", text, "must be the part of visitors, above 0 and at most 1, such as 0.1 for a tenth.");
        return 1;
    }

    private static string? Integration(SettingsReader destination, string name, string type)
    {
        var text = destination.Text("Integration");
        if (type != "segment")
        {
            return text ?? name;
        }

        if (text is not null)
        {
            destination.Fault("Integration", text, "is not for the type segment: no event can switch it off.");
        }

        return null;
    }

    private static ValueList<string> Paths(SettingsReader destination, string key, bool canBeNeeded = false)
    {
        var paths = destination.Texts(key);
        foreach (var path in paths)
        {
            Check(destination, key, path, canBeNeeded);
        }

        return [.. paths];
    }

    private static ValueList<RenameSettings> Renames(SettingsReader destination)
    {
        var renames = new List<RenameSettings>();
        foreach (var (from, to) in destination.Pairs("Rename"))
        {
            var key = $"Rename:{from}";
            Check(destination, key, from, false);
            Check(destination, key, to, false);
            if (renames.Exists(other => string.Equals(other.To, to, StringComparison.Ordinal)))
            {
                destination.Fault(key, to, "is where another one goes already.");
            }

            renames.Add(new(from, to));
        }

        return [.. renames];
    }

    private static void Check(SettingsReader destination, string key, string path, bool canBeNeeded)
    {
        var names = path.Split('.');
        if (path.Length == 0 || names.Length > MostNames)
        {
            destination.Fault(key, path, $"must be a path of 1 to {MostNames} names with dots between, such as properties.email.");
        }
        else if (!canBeNeeded && Needed.Contains(names[0], StringComparer.Ordinal))
        {
            destination.Fault(key, path, $"cannot be changed: every destination needs {string.Join(", ", Needed[..^1])} and {Needed[^1]}.");
        }
    }
}
