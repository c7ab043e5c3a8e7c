namespace Gatehouse.Profiles;

/// <summary>
/// A condition that is made in code: the same as <c>When</c> in the configuration, with the same rules (<c>docs/conditions.md</c>).
/// What cannot be asked stops the start, with all other faults of the configuration.
/// </summary>
public class When
{
    private protected When(IReadOnlyList<KeyValuePair<string, string>> texts) => Texts = texts;

    /// <summary>Keys and texts as in the configuration.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> Texts { get; }

    /// <summary>Looks at a trait: of a profile, or of an event that has traits. Without a test it must be true, or the text <c>"true"</c>.</summary>
    /// <param name="name">Its name, case-sensitive; dots lead into objects.</param>
    public static WhenValue Trait(string name) => new("Trait", name);

    /// <summary>Looks at a part of an event's properties. Without a test it must be true, or the text <c>"true"</c>.</summary>
    /// <param name="name">Its name, case-sensitive; dots lead into objects.</param>
    public static WhenValue Property(string name) => new("Property", name);

    /// <summary>Looks at a part of an event's context. Without a test it must be true, or the text <c>"true"</c>.</summary>
    /// <param name="name">Its name, case-sensitive; dots lead into objects.</param>
    public static WhenValue Context(string name) => new("Context", name);

    /// <summary>Asks for events of one of these names: of a track event its <c>event</c>, of a page or screen its <c>name</c>.</summary>
    /// <param name="names">The names, at least one, case-sensitive.</param>
    public static When Event(params IReadOnlyList<string> names) => new(OneOf("Event", names));

    /// <summary>Asks for events in whose name a regular expression finds something.</summary>
    /// <param name="pattern">The expression, without lookarounds, back references and atomic groups.</param>
    public static When EventMatches(string pattern) => new([Pair("Event:Matches", pattern)]);

    /// <summary>Asks for events of one of these types.</summary>
    /// <param name="types">At least one of <c>track</c>, <c>page</c>, <c>screen</c>, <c>identify</c>, <c>group</c> and <c>alias</c>.</param>
    public static When Type(params IReadOnlyList<string> types) => new(OneOf("Type", types));

    /// <summary>Holds when every one of some conditions holds.</summary>
    /// <param name="conditions">At least one.</param>
    public static When All(params IReadOnlyList<When> conditions) => new(Several("All", conditions));

    /// <summary>Holds when at least one of some conditions holds.</summary>
    /// <param name="conditions">At least one.</param>
    public static When Any(params IReadOnlyList<When> conditions) => new(Several("Any", conditions));

    /// <summary>Holds when a condition does not.</summary>
    /// <param name="condition">The condition.</param>
    public static When Not(When condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return new([.. Below("Not", condition.Texts)]);
    }

    /// <summary>A key with a text that the configuration would give back as it is.</summary>
    private protected static KeyValuePair<string, string> Pair(string key, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length > 0 && text.Trim().Length == text.Length
            ? new(key, text)
            : throw new ArgumentException($"'{text}' is empty or begins or ends with white space; find such a text with Matches.", nameof(text));
    }

    /// <summary>A key for several texts.</summary>
    private protected static IReadOnlyList<KeyValuePair<string, string>> OneOf(string key, IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return texts.Count switch
        {
            0 => throw new ArgumentException($"{key} needs at least one value.", nameof(texts)),
            1 when key is not "In" => [Pair(key, texts[0])],
            _ => [.. texts.Select((text, index) => Pair(FormattableString.Invariant($"{key}:{index}"), text))],
        };
    }

    /// <summary>Keys below another key.</summary>
    internal static IEnumerable<KeyValuePair<string, string>> Below(string key, IEnumerable<KeyValuePair<string, string>> texts) =>
        texts.Select(text => KeyValuePair.Create($"{key}:{text.Key}", text.Value));

    private static List<KeyValuePair<string, string>> Several(string key, IReadOnlyList<When> conditions)
    {
        ArgumentNullException.ThrowIfNull(conditions);
        return conditions.Count == 0
            ? throw new ArgumentException($"{key} needs at least one condition.", nameof(conditions))
            : [.. conditions.SelectMany((condition, index) => Below(FormattableString.Invariant($"{key}:{index}"), condition.Texts))];
    }
}
