namespace Gatehouse.Sites;

/// <summary>When an event counts as stored.</summary>
internal enum Durability
{
    /// <summary>After the disk has confirmed it.</summary>
    Fsync,

    /// <summary>Once written; the disk is synced at intervals.</summary>
    Interval,

    /// <summary>Once in memory; a crash loses it.</summary>
    Memory,
}
