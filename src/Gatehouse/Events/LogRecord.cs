namespace Gatehouse.Events;

/// <summary>An event as the log holds it.</summary>
/// <param name="Position">Its place in the log.</param>
/// <param name="Site">Name of the site that it was sent to.</param>
/// <param name="Event">The event.</param>
/// <param name="Facts">What the edge knew of the request that brought it.</param>
internal sealed record LogRecord(long Position, string Site, ReceivedEvent Event, EdgeFacts Facts) : LogEntry(Position, Site)
{
    /// <inheritdoc/>
    public override int Bytes => Event.Json.Length;
}
