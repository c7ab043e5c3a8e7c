namespace Gatehouse.Storage.Log;

/// <summary>What a stored event has survived when it is answered. The numbers are part of the record's format.</summary>
internal enum LogDurability
{
    /// <summary>A power cut: each commit is synced.</summary>
    Fsync = 0,

    /// <summary>The end of the process. A power cut costs the events of the last interval.</summary>
    Interval = 1,

    /// <summary>Nothing: events are in memory alone.</summary>
    Memory = 2,
}
