namespace Gatehouse.Profiles.Rebuild;

/// <summary>The rebuild that is under way.</summary>
internal sealed record KeptRebuild
{
    /// <summary>Tells it from every other one.</summary>
    public required string Id { get; init; }

    /// <summary>Id of the log that is replayed.</summary>
    public required string Log { get; init; }

    /// <summary>Whether an operator ordered it; else definitions have changed.</summary>
    public bool IsOrdered { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The first position that is not replayed. It may be behind what is.</summary>
    public long Position { get; init; }

    /// <summary>The time at which audiences are judged; see <see cref="ProfileTime"/>. Null: profiles are not swapped yet.</summary>
    public long? SwapTime { get; init; }
}
