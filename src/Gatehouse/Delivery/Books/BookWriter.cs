using Gatehouse.Storage;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Delivery.Books;

/// <summary>Changes the books, within a transaction. Belongs to the writing thread.</summary>
internal sealed class BookWriter : IDisposable
{
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _commit;
    private readonly SqliteStatement _ledger;
    private readonly SpanTable _spans;
    private readonly SqliteStatement _intake;
    private readonly SqliteStatement _before;
    private readonly SqliteStatement _cursor;
    private readonly SqliteStatement _outcome;
    private readonly SqliteStatement _dead;

    public BookWriter(SqliteConnection connection)
    {
        Connection = connection;
        _begin = new(connection, "BEGIN IMMEDIATE");
        _commit = new(connection, "COMMIT");
        _ledger = new(connection, "UPDATE about SET ledger = ?");
        _spans = new(connection);
        _intake = new(connection, "INSERT INTO intake (site, minute, kind, reason, count, bytes) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count, bytes = bytes + excluded.bytes");
        _before = new(connection, "UPDATE destinations SET accepted_before = accepted_before + min(?1, start - ?2) WHERE site = ?3 AND start > ?2");
        _cursor = new(connection, "UPDATE destinations SET cursor = ? WHERE id = ?");
        _outcome = new(connection, "INSERT INTO outcomes (destination, minute, outcome, reason, count) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count");
        Traces = new(connection);
        _dead = new(connection, """
            INSERT INTO dead (destination, replay, position, minute, time, message_id, type, name, anonymous_id, user_id, timestamp, received, reason, answer, attempts, event)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """);
    }

    /// <summary>For what is done seldom.</summary>
    public SqliteConnection Connection { get; }

    /// <summary>How positions went.</summary>
    public TraceTable Traces { get; }

    /// <summary>Begins a transaction.</summary>
    public void Begin() => _begin.Run();

    /// <summary>Ends it.</summary>
    public void Commit() => _commit.Run();

    /// <summary>Ends it without effect. SQLite has ended some itself by then.</summary>
    public void Rollback()
    {
        if (SQLitePCL.raw.sqlite3_get_autocommit(Connection.Handle) == 0)
        {
            SqliteFile.Execute(Connection, "ROLLBACK");
        }
    }

    /// <summary>Notes how far the log was read, and whose the positions are.</summary>
    public void AddRuns(long next, IReadOnlyList<SpanRun> runs)
    {
        _spans.Add(runs);
        foreach (var run in runs)
        {
            // Only where the books were lost does a destination stand before the ledger.
            _before.Bind(1, run.Count);
            _before.Bind(2, run.First);
            _before.BindText(3, run.Site);
            _before.Run();
        }

        _ledger.Bind(1, next);
        _ledger.Run();
    }

    /// <summary>Counts events at the edge, in their minute and in total.</summary>
    public void Count(string site, long minute, IntakeKind kind, string reason, long count, long bytes)
    {
        foreach (var row in (ReadOnlySpan<long>)[minute, Minutes.All])
        {
            _intake.BindText(1, site);
            _intake.Bind(2, row);
            _intake.Bind(3, (long)kind);
            _intake.BindText(4, reason);
            _intake.Bind(5, count);
            _intake.Bind(6, bytes);
            _intake.Run();
        }
    }

    /// <summary>Counts outcomes of a destination, in their minute and in total. A negative count takes back.</summary>
    public void Count(long destination, OutcomeKey key, long count)
    {
        foreach (var row in (ReadOnlySpan<long>)[key.Minute, Minutes.All])
        {
            _outcome.Bind(1, destination);
            _outcome.Bind(2, row);
            _outcome.Bind(3, (long)key.Outcome);
            _outcome.BindText(4, key.Reason);
            _outcome.Bind(5, count);
            _outcome.Run();
        }
    }

    /// <summary>Moves a destination's cursor.</summary>
    public void SetCursor(long destination, long cursor)
    {
        _cursor.Bind(1, cursor);
        _cursor.Bind(2, destination);
        _cursor.Run();
    }

    /// <summary>Keeps a dead letter, and gives its number.</summary>
    public long AddDead(long destination, DeadLetter letter)
    {
        var @event = letter.Event;
        _dead.Bind(1, destination);
        _dead.BindText(2, letter.Replay ?? string.Empty);
        _dead.Bind(3, @event.Position);
        _dead.Bind(4, Minutes.Of(@event.ReceivedAt));
        _dead.Bind(5, letter.Time.UtcTicks);
        _dead.BindText(6, @event.MessageId);
        _dead.BindText(7, @event.Type);
        _dead.BindText(8, @event.Name ?? string.Empty);
        _dead.BindText(9, @event.Owner.AnonymousId ?? string.Empty);
        _dead.BindText(10, @event.Owner.UserId ?? string.Empty);
        _dead.Bind(11, @event.Timestamp.UtcTicks);
        _dead.Bind(12, @event.ReceivedAt.UtcTicks);
        _dead.BindText(13, letter.Reason);
        _dead.BindText(14, letter.Answer);
        _dead.Bind(15, letter.Attempts);
        _dead.Bind(16, @event.Json.Span);
        _dead.Run();
        return SQLitePCL.raw.sqlite3_last_insert_rowid(Connection.Handle);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var statement in new[] { _begin, _commit, _ledger, _intake, _before, _cursor, _outcome, _dead })
        {
            statement.Dispose();
        }

        _spans.Dispose();
        Traces.Dispose();
        Connection.Dispose();
    }
}
