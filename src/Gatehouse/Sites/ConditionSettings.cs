namespace Gatehouse.Sites;

/// <summary>A condition over a profile: a leaf (<see cref="Trait"/>) or one of the three combinations.</summary>
internal sealed record ConditionSettings
{
    /// <summary>Name of a trait. Without <see cref="EqualTo"/> it holds when the trait is true (or the text <c>true</c>).</summary>
    public string? Trait { get; init; }

    /// <summary>Text of the value that the trait must have. Null: see <see cref="Trait"/>.</summary>
    public string? EqualTo { get; init; }

    /// <summary>Holds when every one of these holds.</summary>
    public IReadOnlyList<ConditionSettings>? All { get; init; }

    /// <summary>Holds when at least one of these holds.</summary>
    public IReadOnlyList<ConditionSettings>? Any { get; init; }

    /// <summary>Holds when this one does not.</summary>
    public ConditionSettings? Not { get; init; }
}
