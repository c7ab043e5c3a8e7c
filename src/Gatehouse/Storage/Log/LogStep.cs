namespace Gatehouse.Storage.Log;

/// <summary>Places of the engine where a test may let the disk fail.</summary>
internal enum LogStep
{
    /// <summary>A segment is about to be made.</summary>
    CreateSegment,

    /// <summary>A transaction is about to be committed.</summary>
    Commit,

    /// <summary>It is committed, and nobody knows yet.</summary>
    Committed,

    /// <summary>The ids of a sealed segment are about to be written.</summary>
    WriteIds,

    /// <summary>A cursor is about to be written.</summary>
    WriteCursor,
}
