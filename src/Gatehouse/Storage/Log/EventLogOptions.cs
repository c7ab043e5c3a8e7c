namespace Gatehouse.Storage.Log;

/// <summary>How a log is kept. Every bound has a default that suits a small machine.</summary>
internal sealed record EventLogOptions
{
    /// <summary>Where the files are; made when it is not there.</summary>
    public required string Folder { get; init; }

    /// <summary>What a stored event has survived when it is answered.</summary>
    public LogDurability Durability { get; init; } = LogDurability.Fsync;

    /// <summary>How often the disk is synced in mode <see cref="LogDurability.Interval"/>: what a power cut may cost, beside the time that a sync takes. 100 ms.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long a message id is remembered, at least. 24 hours.</summary>
    public TimeSpan DedupWindow { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Bytes of memory for the filters of remembered ids, 1.5 bytes an id. Beyond, the oldest ids are forgotten before their time, and counted. 64 MiB: 44 million ids.</summary>
    public long DedupBytes { get; init; } = 64L << 20;

    /// <summary>Bytes of disk that the log may use. Null: what the disk has, without <see cref="DiskReserve"/>.</summary>
    public long? DiskBudget { get; init; }

    /// <summary>Bytes that stay free on the disk for everybody else. 64 MiB.</summary>
    public long DiskReserve { get; init; } = 64L << 20;

    /// <summary>What happens when the budget is used up, or only the reserve is left.</summary>
    public LimitPolicy AtLimit { get; init; } = LimitPolicy.Refuse;

    /// <summary>What <see cref="LimitPolicy.Shed"/> gives up.</summary>
    public IReadOnlyList<ShedRule> Shed { get; init; } = [];

    /// <summary>How long events are kept after every reader has passed them. Null: not at all.</summary>
    public TimeSpan? Retain { get; init; }

    /// <summary>Events that may wait for the disk. 20,000.</summary>
    public int QueueRecords { get; init; } = 20_000;

    /// <summary>Bytes of events that may wait for the disk. 32 MiB.</summary>
    public long QueueBytes { get; init; } = 32L << 20;

    /// <summary>Bytes of the newest events that stay in memory, for readers that are not behind. 0: none. 4 MiB.</summary>
    public long TailBytes { get; init; } = 4L << 20;

    /// <summary>Events of a segment; it is sealed with the commit that reaches it. 500,000, whose ids take 16 MiB of memory while it is open.</summary>
    public int SegmentRecords { get; init; } = 500_000;

    /// <summary>Bytes of a segment's records. 512 MiB; with a budget at most an eighth of it, so that there are whole files to trim.</summary>
    public long SegmentBytes { get; init; } = 512L << 20;
}
