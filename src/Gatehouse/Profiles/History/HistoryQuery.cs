namespace Gatehouse.Profiles.History;

/// <summary>Which events of a visitor are asked for.</summary>
internal sealed record HistoryQuery
{
    /// <summary>The earliest time at which they happened. Null: as far back as is looked.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The time before which they happened. Null: until now.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Names of events. Null: all.</summary>
    public IReadOnlySet<string>? Include { get; init; }

    /// <summary>Names of events that are left out. Null: none.</summary>
    public IReadOnlySet<string>? Exclude { get; init; }

    /// <summary>The newest first, else the oldest; in the order in which they were received.</summary>
    public bool IsNewestFirst { get; init; } = true;

    /// <summary>How many, at least 1.</summary>
    public int Limit { get; init; } = 10;

    /// <summary>Where the page before said that it goes on. Null: from the beginning.</summary>
    public long? Next { get; init; }
}
