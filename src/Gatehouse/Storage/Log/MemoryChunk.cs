using Gatehouse.Events;

namespace Gatehouse.Storage.Log;

/// <summary>A stretch of a log that is in memory alone: what a segment is on disk.</summary>
internal sealed class MemoryChunk(long first)
{
    /// <summary>Events of a chunk.</summary>
    public const int MostRecords = 4096;

    /// <summary>The events. Empty when they are trimmed and only the ids are still wanted.</summary>
    public List<LogRecord> Records { get; } = [];

    /// <summary>The ids of the events.</summary>
    public FingerprintSet Ids { get; } = new();

    /// <summary>The position of its first event.</summary>
    public long First { get; } = first;

    /// <summary>The position behind its last event.</summary>
    public long End { get; set; } = first;

    /// <summary>About how much memory the events take.</summary>
    public long Bytes { get; set; }

    /// <summary>When the last event came.</summary>
    public DateTimeOffset Newest { get; set; }
}
