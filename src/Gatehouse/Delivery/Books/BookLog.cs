using Gatehouse.Delivery.Replays;
using Gatehouse.Storage;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Delivery.Books;

/// <summary>Holds the books to their log.</summary>
internal static class BookLog
{
    /// <summary>Notes the log in new books; with another log than before, writes off what was pending.</summary>
    public static void Adopt(SqliteConnection connection, Guid log, long first, long next, DateTimeOffset now)
    {
        var known = Known(connection);
        if (known == log)
        {
            Shorten(connection, next);
            return;
        }

        SqliteFile.Execute(connection, "BEGIN IMMEDIATE");
        if (known is not null)
        {
            WriteOff(connection, 0, "log_replaced");
        }

        SqliteFile.Execute(connection, "DELETE FROM spans; DELETE FROM traces; DELETE FROM about;");
        using (var insert = new SqliteStatement(connection, "INSERT INTO about (log, ledger) VALUES (?, ?)"))
        {
            insert.Bind(1, log.ToByteArray(bigEndian: true));
            insert.Bind(2, first);
            insert.Run();
        }

        using (var end = new SqliteStatement(connection, "UPDATE replays SET state = ?1, reason = 'the log was replaced', finished = ?2 WHERE finished = 0 OR state = ?3"))
        {
            end.Bind(1, (long)ReplayState.Cancelled);
            end.Bind(2, now.UtcTicks);
            end.Bind(3, (long)ReplayState.Failed);
            end.Run();
        }

        using (var begin = new SqliteStatement(connection, "UPDATE destinations SET cursor = ?1, start = ?1, skip_to = 0, ill_since = 0"))
        {
            begin.Bind(1, first);
            begin.Run();
        }

        SqliteFile.Execute(connection, "COMMIT");
    }

    private static Guid? Known(SqliteConnection connection)
    {
        using var statement = new SqliteStatement(connection, "SELECT log FROM about");
        return statement.Next() ? new Guid(statement.Bytes(0), bigEndian: true) : null;
    }

    /// <summary>A power cut may have taken from the log what the books have: in mode interval they are synced apart. Those positions are given again.</summary>
    private static void Shorten(SqliteConnection connection, long next)
    {
        if (BookQuestions.Ledger(connection) <= next)
        {
            return;
        }

        SqliteFile.Execute(connection, "BEGIN IMMEDIATE");
        WriteOff(connection, next, "log");
        SpanTable.CutAt(connection, next);
        BookQuestions.States(connection).ForEach(state => TraceTable.CutAt(connection, state.Id, next));
        foreach (var text in new[]
        {
            "UPDATE about SET ledger = ?1",
            "UPDATE destinations SET cursor = min(cursor, ?1), start = min(start, ?1), skip_to = min(skip_to, ?1)",
            "UPDATE replays SET first = min(first, ?1), cursor = min(cursor, ?1), next = min(next, ?1)",
        })
        {
            using var statement = new SqliteStatement(connection, text);
            statement.Bind(1, next);
            statement.Run();
        }

        SqliteFile.Execute(connection, "COMMIT");
    }

    private static void WriteOff(SqliteConnection connection, long from, string reason)
    {
        using var lost = new SqliteStatement(connection, "INSERT INTO outcomes (destination, minute, outcome, reason, count) VALUES (?1, ?2, ?3, ?5, ?4) ON CONFLICT DO UPDATE SET count = count + excluded.count");

        // For one that is configured no longer nothing is pending.
        foreach (var state in BookQuestions.States(connection).Where(static state => !state.IsGone))
        {
            foreach (var run in SpanTable.Runs(connection, state.Site, Math.Max(state.Cursor, from), long.MaxValue))
            {
                foreach (var minute in (ReadOnlySpan<long>)[run.Minute, Minutes.All])
                {
                    lost.Bind(1, state.Id);
                    lost.Bind(2, minute);
                    lost.Bind(3, (long)Outcome.Lost);
                    lost.Bind(4, run.Count);
                    lost.BindText(5, reason);
                    lost.Run();
                }
            }
        }
    }
}
