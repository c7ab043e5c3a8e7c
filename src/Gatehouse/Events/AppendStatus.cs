namespace Gatehouse.Events;

/// <summary>Whether the log took a batch.</summary>
internal enum AppendStatus
{
    /// <summary>Every event of it is stored, a duplicate, or shed.</summary>
    Stored,

    /// <summary>Too much waits for the disk. Nothing is stored.</summary>
    Overloaded,

    /// <summary>The disk, or the log's share of it, is full. Nothing is stored.</summary>
    DiskFull,

    /// <summary>The disk does not do its work. Nothing is known to be stored.</summary>
    Failed,
}
