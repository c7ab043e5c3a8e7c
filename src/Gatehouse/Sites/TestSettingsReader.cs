using System.Text.RegularExpressions;

namespace Gatehouse.Sites;

/// <summary>Reads what a condition asks of a value.</summary>
internal static class TestSettingsReader
{
    /// <summary>How a pattern is read: in time that grows with the text only, and the same in every language.</summary>
    public const RegexOptions Matching = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    private static readonly string[] Types = ["track", "page", "screen", "identify", "group", "alias"];

    private static readonly (string Key, TestKind Kind)[] Tests =
    [
        ("Equals", TestKind.Equal), ("In", TestKind.In), ("Matches", TestKind.Match), ("Exists", TestKind.Exist), ("Greater", TestKind.Greater),
        ("GreaterOrEqual", TestKind.GreaterOrEqual), ("Less", TestKind.Less), ("LessOrEqual", TestKind.LessOrEqual), ("Contains", TestKind.Contain),
    ];

    /// <summary>Reads the one test of a section, with its key. Null: there is none.</summary>
    public static (string Key, TestSettings Test)? Read(SettingsReader reader)
    {
        (string Key, TestSettings Test)? first = null;
        foreach (var (key, kind) in Tests)
        {
            if (!reader.Has(key))
            {
                continue;
            }

            if (first is { } other)
            {
                reader.Fault(key, null, $"is a second test beside {other.Key}; a condition has one, and several are joined by All.");
            }

            first ??= (key, Test(reader, key, kind));
        }

        return first;
    }

    /// <summary>Reads a type or a name: one text, several, or an object with a test.</summary>
    public static TestSettings ReadNamed(SettingsReader reader, string key)
    {
        if (reader.Text(key) is { } text)
        {
            return Known(reader, key, TestSettings.Of(TestKind.Equal, text));
        }

        var entries = reader.Sections(key);
        if (entries.Count > 0 && char.IsAsciiDigit(entries[0].Name[0]))
        {
            return Known(reader, key, new(TestKind.In, [.. reader.Texts(key)]));
        }

        var section = reader.Section(key)!;
        var test = Read(section);
        section.RejectUnknownKeys();
        if (test is null)
        {
            reader.Fault(key, null, "is empty; give a name, an array of names, or an object with a test such as { \"Matches\": \"^Order\" }.");
        }

        return test is { } read ? Known(reader, key, read.Test) : TestSettings.IsTrue;
    }

    private static TestSettings Test(SettingsReader reader, string key, TestKind kind)
    {
        ValueList<string> values = kind == TestKind.In ? [.. reader.Texts(key)] : reader.Text(key) is { } text ? [text] : [];
        if (values.Count == 0)
        {
            reader.Fault(key, null, kind == TestKind.In ? "is empty; name at least one value." : "is empty; give a value (an empty text is found by \"Matches\": \"^$\").");
            return TestSettings.IsTrue;
        }

        var mend = kind switch
        {
            TestKind.Match => Pattern(values[0]),
            TestKind.Exist => bool.TryParse(values[0], out _) ? null : "must be true or false.",
            TestKind.Greater or TestKind.GreaterOrEqual or TestKind.Less or TestKind.LessOrEqual =>
                OrderedValue.TryParse(values[0], out _) ? null : "must be a number, or a date such as 2026-01-31 or 2026-01-31T12:00:00Z.",
            _ => null,
        };
        if (mend is not null)
        {
            reader.Fault(key, values[0], mend);
            return TestSettings.IsTrue;
        }

        return new(kind, values);
    }

    private static string? Pattern(string pattern)
    {
        try
        {
            _ = new Regex(pattern, Matching);
            return null;
        }
        catch (Exception bad) when (bad is ArgumentException or NotSupportedException)
        {
            return $"is no regular expression that can be used here: {bad.Message}";
        }
    }

    /// <summary>A type that does not exist would never hold.</summary>
    private static TestSettings Known(SettingsReader reader, string key, TestSettings test)
    {
        foreach (var type in key == nameof(ConditionSubject.Type) && test.Kind is TestKind.Equal or TestKind.In ? test.Values : [])
        {
            if (!Types.Contains(type, StringComparer.Ordinal))
            {
                reader.Fault(key, type, $"is no type of event; there are {string.Join(", ", Types)}.");
            }
        }

        return test;
    }
}
