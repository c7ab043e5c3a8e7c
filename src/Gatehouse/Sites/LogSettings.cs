namespace Gatehouse.Sites;

/// <summary>How the log of events is kept. Sizes are bytes; KB and so on are powers of 1,024.</summary>
internal sealed record LogSettings
{
    /// <summary>With durability <c>interval</c>: how often the disk is synced, and so what a power cut can lose. 1 ms to 10 s, default 100 ms.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long a message id is remembered, so that a repeat is not stored again. Default 24 hours.</summary>
    public TimeSpan DeduplicationWindow { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Memory for what is remembered of ids, 1.5 bytes an id; beyond it the oldest go before their time. Default 64 MB: 44 million ids.</summary>
    public long DeduplicationBytes { get; init; } = 64L << 20;

    /// <summary>What the log may take on disk. Default 10 GB.</summary>
    public long DiskBudget { get; init; } = 10L << 30;

    /// <summary>What the log leaves free on its disk, for everything else that writes there. Default 64 MB.</summary>
    public long DiskReserve { get; init; } = 64L << 20;

    /// <summary>What happens to new events when budget or reserve is reached.</summary>
    public LogLimitPolicy AtLimit { get; init; } = LogLimitPolicy.Refuse;

    /// <summary>With <see cref="LogLimitPolicy.Shed"/>: which events are not taken then. Otherwise unused.</summary>
    public IReadOnlyList<ShedSettings> Shed { get; init; } = [];

    /// <summary>How long events stay after every reader has passed them. Default zero: no longer than needed.</summary>
    public TimeSpan Retain { get; init; } = TimeSpan.Zero;
}
