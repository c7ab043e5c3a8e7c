using Gatehouse.Storage;

namespace Gatehouse.Delivery.Books;

/// <summary>The books of one destination.</summary>
internal sealed class DestinationBook
{
    private readonly DeliveryBooks _books;

    private DestinationBook(DeliveryBooks books, BookState state)
    {
        _books = books;
        State = state;
    }

    /// <summary>Where the destination stood when this was opened.</summary>
    public BookState State { get; }

    /// <summary>
    /// Opens a destination's books. A new one begins at the ledger's cursor; with books that were lost, where the log's own cursor is.
    /// </summary>
    /// <param name="books">All books.</param>
    /// <param name="site">Name of the site.</param>
    /// <param name="name">Its own name.</param>
    /// <param name="known">The log's cursor. Null: the log does not know this reader.</param>
    public static async Task<DestinationBook> OpenAsync(DeliveryBooks books, string site, string name, long? known)
    {
        await books.WriteAsync(writer =>
        {
            var begin = known ?? BookQuestions.Ledger(writer.Connection);
            using var insert = new SqliteStatement(writer.Connection, """
                INSERT INTO destinations (site, name, cursor, start, accepted_before, is_paused, skip_to, ill_since, is_gone)
                VALUES (?1, ?2, ?3, ?3, coalesce((SELECT sum(count) FROM intake WHERE site = ?1 AND minute = -1 AND kind = 2), 0), 0, 0, 0, 0)
                ON CONFLICT DO NOTHING
                """);
            insert.BindText(1, site);
            insert.BindText(2, name);
            insert.Bind(3, begin);
            insert.Run();

            // One that was taken out of the configuration and comes back begins anew: what came meanwhile was not for it.
            using var back = new SqliteStatement(writer.Connection, """
                UPDATE destinations SET cursor = ?3, start = ?3, is_gone = 0, skip_to = 0, ill_since = 0,
                    accepted_before = coalesce((SELECT sum(count) FROM intake WHERE site = ?1 AND minute = -1 AND kind = 2), 0)
                        - coalesce((SELECT sum(count) FROM outcomes WHERE destination = destinations.id AND minute = -1), 0)
                WHERE site = ?1 AND name = ?2 AND is_gone = 1
                """);
            back.BindText(1, site);
            back.BindText(2, name);
            back.Bind(3, BookQuestions.Ledger(writer.Connection));
            back.Run();
        });
        return new(books, (await books.ReadAsync(connection => BookQuestions.State(connection, site, name)))!);
    }

    /// <summary>Books what became of a dead letter that was sent again.</summary>
    public Task SettleAsync(StoredDeadLetter letter, EventOutcome outcome, DateTimeOffset now) => _books.WriteAsync(writer => DeadLetters.Settle(writer, letter, outcome, now));

    /// <summary>Deletes a dead letter; it stays counted as dead.</summary>
    public Task DeleteAsync(StoredDeadLetter letter) => _books.WriteAsync(writer => DeadLetters.Delete(writer.Connection, letter.Id));

    /// <summary>Books what was done, durably and as one.</summary>
    /// <param name="pass">What was done.</param>
    /// <param name="deadLetterBytes">The most bytes of dead letters that are kept; the oldest give way.</param>
    /// <param name="isErased">Whether the event's visitor was erased: it is counted, but no letter is kept. Asked while it is written.</param>
    /// <returns>How many dead letters gave way.</returns>
    public async Task<int> PassAsync(Pass pass, long deadLetterBytes, Func<DeliveryEvent, bool> isErased)
    {
        var gone = 0;
        await _books.WriteAsync(writer => gone = Book(writer, pass, deadLetterBytes, isErased));
        return gone;
    }

    /// <summary>Notes since when the destination fails. Null: it does not.</summary>
    public Task SetIllSinceAsync(DateTimeOffset? since) => SetAsync("ill_since", since?.UtcTicks ?? 0);

    /// <summary>Notes whether an operator holds it.</summary>
    public Task SetPausedAsync(bool isPaused) => SetAsync("is_paused", isPaused ? 1 : 0);

    /// <summary>Notes up to where events are passed over.</summary>
    public Task SetSkipToAsync(long position) => SetAsync("skip_to", position);

    /// <summary>Notes that it is configured no longer.</summary>
    public Task SetGoneAsync() => SetAsync("is_gone", 1);

    /// <summary>How many events of the site there were in positions that the log no longer has, by minute.</summary>
    public Task<List<(long Minute, long Count)>> CountAsync(long from, long to) => _books.ReadAsync(connection =>
        SpanTable.Runs(connection, State.Site, from, to).Select(static run => (run.Minute, (long)run.Count)).ToList());

    private Task SetAsync(string column, long value) => _books.WriteAsync(writer =>
    {
        using var update = new SqliteStatement(writer.Connection, $"UPDATE destinations SET {column} = ? WHERE id = ?");
        update.Bind(1, value);
        update.Bind(2, State.Id);
        update.Run();
    });

    private int Book(BookWriter writer, Pass pass, long deadLetterBytes, Func<DeliveryEvent, bool> isErased)
    {
        foreach (var (key, count) in pass.Outcomes)
        {
            writer.Count(State.Id, key, count);
        }

        var letters = pass.Dead.Where(letter => !isErased(letter.Event)).ToDictionary(static letter => letter.Event.Position, letter => writer.AddDead(State.Id, letter));
        if (pass.Trace is { } trace)
        {
            writer.Traces.Add(State.Id, trace with { Notes = [.. trace.Notes.Select(note => note with { Letter = letters.GetValueOrDefault(note.First) })] });
        }

        writer.SetCursor(State.Id, pass.Cursor);
        return pass.Dead.Count > 0 ? DeadLetters.Trim(writer.Connection, State.Id, deadLetterBytes) : 0;
    }
}
