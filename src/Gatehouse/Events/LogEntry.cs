namespace Gatehouse.Events;

/// <summary>What stands at a position of the log: an event (<see cref="LogRecord"/>), or counts (<see cref="LogTally"/>).</summary>
/// <param name="Position">Its place in the log.</param>
/// <param name="Site">Name of the site that it belongs to.</param>
internal abstract record LogEntry(long Position, string Site)
{
    /// <summary>Bytes of its JSON, as bounds of reads count them.</summary>
    public virtual int Bytes => 0;
}
