namespace Gatehouse.Events;

/// <summary>
/// The durable sequence of accepted events of this node: whoever appends is answered when the events are stored, whoever reads
/// follows by position. Positions grow by one an entry and are never given twice. Trouble of the disk is an answer, not an exception.
/// Between the events stand tallies, so that of every event that was sent it is known what became of it.
/// </summary>
internal interface IEventLog
{
    /// <summary>Tells this log from every other one. Made once, kept beside the events.</summary>
    Guid Id { get; }

    /// <summary>The oldest position that can be read. Equal to <see cref="Next"/>: there is nothing.</summary>
    long First { get; }

    /// <summary>The position that the next entry will get.</summary>
    long Next { get; }

    /// <summary>Names of the readers that are waited for.</summary>
    IReadOnlyCollection<string> Readers { get; }

    /// <summary>
    /// Appends events, all or none of them, those apart that are duplicates (site and message id were seen within the window) or are
    /// shed. Completes when they are as durable as the log's mode says.
    /// </summary>
    /// <param name="batch">The events of one request.</param>
    /// <param name="cancellationToken">Gives up the wait; whether the events are stored is then unknown to the caller.</param>
    ValueTask<AppendResult> AppendAsync(EventBatch batch, CancellationToken cancellationToken);

    /// <summary>
    /// Counts events that were refused with no batch to go with. They are in a tally with the next commit, or within about a second;
    /// a crash before that forgets that they ever came.
    /// </summary>
    /// <param name="site">The site that they were sent to.</param>
    /// <param name="reason">The reason's code, of a closed list.</param>
    /// <param name="count">How many events it were, or 1 when nobody knows.</param>
    void CountRefused(string site, string reason, int count);

    /// <summary>
    /// Reads entries in order, and waits until there is at least one. What is no longer there is passed over: the first entry's
    /// position, and each one's distance from the one before, tell the caller what is missing.
    /// </summary>
    /// <param name="from">The first position wanted.</param>
    /// <param name="mostEntries">At least 1.</param>
    /// <param name="mostBytes">The entry whose JSON reaches so many bytes in all is the last; at least one is given.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<IReadOnlyList<LogEntry>> ReadAsync(long from, int mostEntries, int mostBytes, CancellationToken cancellationToken);

    /// <summary>
    /// Finds an event by its message id, for as long as the log remembers that to know repeats. The event itself may be deleted by then.
    /// Fails when the disk does not do its work.
    /// </summary>
    /// <param name="site">The site that it was sent to.</param>
    /// <param name="messageId">Its message id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Its position. Null: the log does not know it, or not any more.</returns>
    ValueTask<long?> FindAsync(string site, string messageId, CancellationToken cancellationToken);

    /// <summary>
    /// Positions outside which nothing was received within a span of time. As narrow as is known without reading, so what is inside
    /// has to be looked at. Equal ones: there is nothing.
    /// </summary>
    /// <param name="from">When the span begins.</param>
    /// <param name="to">When it is over.</param>
    (long First, long Next) Within(DateTimeOffset from, DateTimeOffset to);

    /// <summary>The first position that a reader has not read. A new reader begins at <see cref="First"/>, and is waited for from then on.</summary>
    ValueTask<long> ReadCursorAsync(string reader, CancellationToken cancellationToken);

    /// <summary>
    /// Keeps a reader's first unread position. What every reader has passed may be trimmed from now on. It may be on the disk a moment
    /// after this comes back, so after a crash a reader may begin at an older position.
    /// </summary>
    ValueTask StoreCursorAsync(string reader, long position, CancellationToken cancellationToken);

    /// <summary>Waits for a reader no longer, durably.</summary>
    ValueTask ForgetCursorAsync(string reader, CancellationToken cancellationToken);
}
