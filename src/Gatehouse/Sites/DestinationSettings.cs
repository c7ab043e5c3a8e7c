namespace Gatehouse.Sites;

/// <summary>Where events are delivered, which of them, and how.</summary>
internal sealed record DestinationSettings
{
    /// <summary>The key below <c>Destinations</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Which kind of destination, <c>webhook</c> for instance.</summary>
    public required string Type { get; init; }

    /// <summary>What the kind itself has to know. Two that are equal make the same destination.</summary>
    public required object Options { get; init; }

    /// <summary>Which events go, and what of them. Default: all of all, and no event can switch it off.</summary>
    public EventRuleSettings Rules { get; init; } = new();

    /// <summary>When events go. The kind knows the default.</summary>
    public required BatchSettings Batch { get; init; }

    /// <summary>How many batches are on their way at once; 1 to 64. More than one keeps the order of each visitor only. Default 1.</summary>
    public int Concurrency { get; init; } = 1;

    /// <summary>How many events may go in a span of time. Null: no limit.</summary>
    public RateLimit? RateLimit { get; init; }

    /// <summary>How long one attempt may take. Default 10 seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How old an event may become while its destination is ill. Default 24 hours.</summary>
    public TimeSpan RetryFor { get; init; } = TimeSpan.FromHours(24);

    /// <summary>The most bytes of dead letters that are kept. Default 256 MiB.</summary>
    public long DeadLetterBytes { get; init; } = 256L << 20;
}
