namespace Gatehouse.Events;

/// <summary>
/// What calls have brought to a site besides events that are stored, counted over one commit; that of calls of which nothing was
/// taken, over about a second before. <see cref="Received"/> is the sum of the others. A commit that only stored has no tally: what
/// a site has received is its events and, of each tally, what was received and not stored.
/// </summary>
/// <param name="Position">Its place in the log.</param>
/// <param name="Site">Name of the site.</param>
/// <param name="At">When the commit was.</param>
/// <param name="Received">Events that were sent.</param>
/// <param name="Stored">Those that are records of the same commit.</param>
/// <param name="Duplicates">Those that were there already.</param>
/// <param name="Shed">Those that were given up because the disk is nearly used up.</param>
/// <param name="Refused">Those that were refused, by the reason's code.</param>
internal sealed record LogTally(
    long Position, string Site, DateTimeOffset At, long Received, long Stored, long Duplicates, long Shed, IReadOnlyDictionary<string, long> Refused)
    : LogEntry(Position, Site);
