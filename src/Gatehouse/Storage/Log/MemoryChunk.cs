using Gatehouse.Events;

namespace Gatehouse.Storage.Log;

/// <summary>A stretch of a log that is in memory alone: what a segment is on disk.</summary>
internal sealed class MemoryChunk(long first)
{
    /// <summary>Entries of a chunk.</summary>
    public const int MostEntries = 4096;

    /// <summary>Events and tallies. Empty when they are trimmed and only the ids are still wanted.</summary>
    public List<LogEntry> Entries { get; } = [];

    /// <summary>The ids of the events, and how far each is behind the first entry.</summary>
    public Dictionary<UInt128, int> Ids { get; } = [];

    /// <summary>The position of its first entry.</summary>
    public long First { get; } = first;

    /// <summary>The position behind its last entry.</summary>
    public long End { get; set; } = first;

    /// <summary>About how much memory the entries take.</summary>
    public long Bytes { get; set; }

    /// <summary>When the last entry came.</summary>
    public DateTimeOffset Newest { get; set; }
}
