namespace Gatehouse.Delivery.Replays;

/// <summary>Events of the log that are sent to a destination once more, as the books have it.</summary>
internal sealed record Replay
{
    /// <summary>Its number; later ones have greater numbers.</summary>
    public required long Id { get; init; }

    /// <summary>Name of the site.</summary>
    public required string Site { get; init; }

    /// <summary>Name of the destination.</summary>
    public required string Destination { get; init; }

    /// <summary>Which events.</summary>
    public required ReplayFilter Filter { get; init; }

    /// <summary>The most events a second.</summary>
    public required int Rate { get; init; }

    /// <summary>How it stands.</summary>
    public required ReplayState State { get; init; }

    /// <summary>Why it was ended. Empty: it was not, or it has done all.</summary>
    public required string Reason { get; init; }

    /// <summary>The position at which it began.</summary>
    public required long First { get; init; }

    /// <summary>The first position that it has not done.</summary>
    public required long Cursor { get; init; }

    /// <summary>The first position that it does not go to. What came after it was made is behind that.</summary>
    public required long Next { get; init; }

    /// <summary>Events that the destination has taken.</summary>
    public required long Sent { get; init; }

    /// <summary>Events of the filter that were not for the destination, by its rules and the visitors' consent as they are now.</summary>
    public required long Filtered { get; init; }

    /// <summary>Events that became dead letters.</summary>
    public required long Dead { get; init; }

    /// <summary>Entries, of whatever site and kind, that the log gave up before they were read.</summary>
    public required long Lost { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Made { get; init; }

    /// <summary>When it ended. Null: it has not.</summary>
    public DateTimeOffset? Finished { get; init; }

    /// <summary>How much of its way is done, from 0 to 1.</summary>
    public double Done => State == ReplayState.Done || Next <= First ? 1 : (double)(Cursor - First) / (Next - First);
}
