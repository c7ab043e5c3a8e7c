namespace Gatehouse.Sites;

/// <summary>A trait that is computed from events.</summary>
internal sealed record ComputedTraitSettings
{
    /// <summary>The trait's name, the key below <c>ComputedTraits</c>.</summary>
    public required string Name { get; init; }

    /// <summary>How.</summary>
    public required Computation Compute { get; init; }

    /// <summary>Where the value stands in an event. Null: the computation needs none.</summary>
    public (ConditionSubject Subject, string Name)? Of { get; init; }

    /// <summary>Which events count. Null: all.</summary>
    public ConditionSettings? When { get; init; }

    /// <summary>How far back events count. Null: for ever.</summary>
    public TimeSpan? Window { get; init; }

    /// <summary>How many values are kept, of <see cref="Computation.LastValues"/>. Default 10.</summary>
    public int Most { get; init; } = 10;
}
