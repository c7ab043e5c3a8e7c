namespace Gatehouse.Sites;

/// <summary>Reads a condition.</summary>
internal static class ConditionSettingsReader
{
    private const int Deepest = 16;

    // A name may hold dots itself, so a path is cut in every way; the ways double with each dot.
    private const int MostNames = 8;

    private const string Heads = "Trait, Property, Context, Type, Event, All, Any and Not";

    private static readonly (string Key, ConditionSubject Subject)[] Subjects =
    [
        ("Trait", ConditionSubject.Trait), ("Property", ConditionSubject.Property), ("Context", ConditionSubject.Context),
        ("Type", ConditionSubject.Type), ("Event", ConditionSubject.Event),
    ];

    /// <summary>Reads it; faults go into the reader.</summary>
    /// <param name="reader">The condition's section.</param>
    /// <param name="scope">What it will be asked of.</param>
    public static ConditionSettings Read(SettingsReader reader, ConditionScope scope) => Read(reader, scope, 1);

    private static ConditionSettings Read(SettingsReader reader, ConditionScope scope, int depth)
    {
        if (depth > Deepest)
        {
            reader.Fault(string.Empty, null, $"is nested deeper than {Deepest} levels.");
            return new();
        }

        var condition = new ConditionSettings
        {
            All = Several(reader, "All", scope, depth),
            Any = Several(reader, "Any", scope, depth),
            Not = reader.Section("Not") is { } not ? Read(not, scope, depth + 1) : null,
        };
        var said = (condition.All is null ? 0 : 1) + (condition.Any is null ? 0 : 1) + (condition.Not is null ? 0 : 1);
        foreach (var (key, subject) in Subjects)
        {
            if (reader.Has(key))
            {
                said++;
                condition = condition with { Subject = subject };
            }
        }

        condition = Leaf(reader, condition, scope);
        if (said != 1)
        {
            reader.Fault(string.Empty, null, $"must have exactly one of {Heads}.");
        }

        reader.RejectUnknownKeys();
        return condition;
    }

    private static ConditionSettings Leaf(SettingsReader reader, ConditionSettings condition, ConditionScope scope)
    {
        var test = TestSettingsReader.Read(reader);
        if (condition.Subject is not { } subject)
        {
            if (test is { } stray)
            {
                reader.Fault(stray.Key, null, "goes with Trait, Property or Context only.");
            }

            return condition;
        }

        var key = subject.ToString();
        if (scope == ConditionScope.Profile && subject != ConditionSubject.Trait)
        {
            reader.Fault(key, reader.Text(key), "asks for an event, and here is only a visitor's profile; use Trait.");
        }

        if (subject is ConditionSubject.Type or ConditionSubject.Event)
        {
            if (test is { } beside)
            {
                reader.Fault(beside.Key, null, $"does not go beside {key}; write {{ \"{key}\": {{ \"{beside.Key}\": … }} }}.");
            }

            return condition with { Test = TestSettingsReader.ReadNamed(reader, key) };
        }

        var name = reader.Required(key, "\"plan\"");
        if (name.AsSpan().Count('.') >= MostNames)
        {
            reader.Fault(key, name, $"has more than {MostNames} names with dots between.");
        }

        return condition with { Name = name, Test = test?.Test ?? TestSettings.IsTrue };
    }

    private static ValueList<ConditionSettings>? Several(SettingsReader reader, string key, ConditionScope scope, int depth) =>
        reader.Has(key) ? [.. reader.Sections(key).Select(child => Read(child.Reader, scope, depth + 1))] : null;
}
