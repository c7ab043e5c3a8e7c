namespace Gatehouse.Sites;

/// <summary>A condition: a test of one value (<see cref="Subject"/>), or one of the three combinations.</summary>
internal sealed record ConditionSettings
{
    /// <summary>What is looked at. Null: a combination.</summary>
    public ConditionSubject? Subject { get; init; }

    /// <summary>Which trait, property or part of the context: a name, or names with dots between. Empty for the other subjects.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>What is asked of the value.</summary>
    public TestSettings Test { get; init; } = TestSettings.IsTrue;

    /// <summary>Holds when every one of these holds.</summary>
    public ValueList<ConditionSettings>? All { get; init; }

    /// <summary>Holds when at least one of these holds.</summary>
    public ValueList<ConditionSettings>? Any { get; init; }

    /// <summary>Holds when this one does not.</summary>
    public ConditionSettings? Not { get; init; }
}
