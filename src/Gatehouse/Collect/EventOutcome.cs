using Gatehouse.Events;

namespace Gatehouse.Collect;

/// <summary>What became of a call's events.</summary>
internal readonly record struct EventOutcome
{
    /// <summary>Why nothing of the body was taken. Null: look at the rest.</summary>
    public Refusal? Refusal { get; init; }

    /// <summary>What the sink said. Null: there was nothing for it.</summary>
    public SinkAnswer? Answer { get; init; }

    /// <summary>The entries of a batch that did not pass.</summary>
    public List<(int Index, Refusal Refusal)>? Refused { get; init; }

    /// <summary>Whether nobody is left to answer.</summary>
    public bool IsAborted { get; init; }
}
