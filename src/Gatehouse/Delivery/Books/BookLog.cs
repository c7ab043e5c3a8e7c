using Gatehouse.Storage;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Delivery.Books;

/// <summary>Holds the books to their log.</summary>
internal static class BookLog
{
    /// <summary>Notes the log in new books; with another log than before, writes off what was pending.</summary>
    public static void Adopt(SqliteConnection connection, Guid log, long first)
    {
        var known = Known(connection);
        if (known == log)
        {
            return;
        }

        SqliteFile.Execute(connection, "BEGIN IMMEDIATE");
        if (known is not null)
        {
            WriteOff(connection);
        }

        SqliteFile.Execute(connection, "DELETE FROM spans; DELETE FROM traces; DELETE FROM about;");
        using (var insert = new SqliteStatement(connection, "INSERT INTO about (log, ledger) VALUES (?, ?)"))
        {
            insert.Bind(1, log.ToByteArray(bigEndian: true));
            insert.Bind(2, first);
            insert.Run();
        }

        using (var begin = new SqliteStatement(connection, "UPDATE destinations SET cursor = ?1, start = ?1, skip_to = 0, ill_since = 0"))
        {
            begin.Bind(1, first);
            begin.Run();
        }

        SqliteFile.Execute(connection, "UPDATE replays SET state = 3, finding = 'The log was replaced.' WHERE state = 1; COMMIT;");
    }

    private static Guid? Known(SqliteConnection connection)
    {
        using var statement = new SqliteStatement(connection, "SELECT log FROM about");
        return statement.Next() ? new Guid(statement.Bytes(0), bigEndian: true) : null;
    }

    private static void WriteOff(SqliteConnection connection)
    {
        var (states, runs) = (BookQuestions.States(connection), BookQuestions.Runs(connection, 0, long.MaxValue));
        foreach (var state in states)
        {
            foreach (var run in runs.Where(run => string.Equals(run.Site, state.Site, StringComparison.Ordinal) && run.CountIn(state.Cursor, long.MaxValue) > 0))
            {
                foreach (var minute in (ReadOnlySpan<long>)[run.Minute, Minutes.All])
                {
                    using var lost = new SqliteStatement(connection, "INSERT INTO outcomes (destination, minute, outcome, reason, count) VALUES (?, ?, ?, 'log_replaced', ?) ON CONFLICT DO UPDATE SET count = count + excluded.count");
                    lost.Bind(1, state.Id);
                    lost.Bind(2, minute);
                    lost.Bind(3, (long)Outcome.Lost);
                    lost.Bind(4, run.CountIn(state.Cursor, long.MaxValue));
                    lost.Run();
                }
            }
        }
    }
}
