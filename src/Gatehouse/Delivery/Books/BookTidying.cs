using Gatehouse.Storage;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Delivery.Books;

/// <summary>Keeps the books within their bounds, step by step, so that nobody waits long for the writer.</summary>
internal sealed class BookTidying
{
    private const long MinutesKept = 30 * 24 * 60;
    private const long HoursKept = 2 * 365 * 24 * 60;
    private const int MostRows = 5000;

    private int _turn;

    /// <summary>Does a step. The minutes of one site or destination have their turn in it: there are a hundred thousand rows of each.</summary>
    public void Run(BookWriter writer, DateTimeOffset now)
    {
        var (connection, minute) = (writer.Connection, Minutes.Of(now));
        SpanTable.DeletePassed(connection);
        ReplayRows.Trim(connection, now);
        writer.Traces.DeleteBefore(now.AddDays(-1), MostRows);
        var (sites, destinations) = (BookQuestions.Sites(connection), BookQuestions.States(connection));
        if (sites.Count + destinations.Count > 0)
        {
            var turn = _turn++ % (sites.Count + destinations.Count);
            if (turn < sites.Count)
            {
                Tidy(connection, "intake", "site", "kind, reason", ["count", "bytes"], statement => statement.BindText(1, sites[turn]), minute);
            }
            else
            {
                Tidy(connection, "outcomes", "destination", "outcome, reason", ["count"], statement => statement.Bind(1, destinations[turn - sites.Count].Id), minute);
            }
        }
    }

    /// <summary>Makes hours of the minutes of a table that are old enough, and deletes what is older still.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="table">The table.</param>
    /// <param name="whose">Its column that says whose the minutes are.</param>
    /// <param name="what">Its columns that say what is counted.</param>
    /// <param name="sums">Its columns that are added up.</param>
    /// <param name="bind">Gives the first parameter whose minutes have their turn.</param>
    /// <param name="minute">The minute that it is.</param>
    private static void Tidy(SqliteConnection connection, string table, string whose, string what, string[] sums, Action<SqliteStatement> bind, long minute)
    {
        Do(connection, $"DELETE FROM {table} WHERE {whose} = ?1 AND minute >= 0 AND minute < ?2", bind, minute - HoursKept);
        var hour = (minute - MinutesKept) / 60 * 60;
        Do(connection, $"CREATE TEMP TABLE IF NOT EXISTS thin_{table} AS SELECT * FROM {table} WHERE 0");
        Do(connection, $"INSERT INTO thin_{table} SELECT * FROM {table} WHERE {whose} = ?1 AND minute >= 0 AND minute < ?2 AND minute % 60 <> 0 LIMIT {MostRows}", bind, hour);
        Do(connection, $"DELETE FROM {table} WHERE ({whose}, minute, {what}) IN (SELECT {whose}, minute, {what} FROM thin_{table})");
        Do(connection, $"""
            INSERT INTO {table} SELECT {whose}, minute - minute % 60, {what}, {string.Join(", ", sums.Select(static sum => $"sum({sum})"))} FROM thin_{table} WHERE true GROUP BY 1, 2, 3, 4
            ON CONFLICT DO UPDATE SET {string.Join(", ", sums.Select(static sum => $"{sum} = {sum} + excluded.{sum}"))}
            """);
        Do(connection, $"DELETE FROM thin_{table}");
    }

    private static void Do(SqliteConnection connection, string text, Action<SqliteStatement>? bind = null, long before = 0)
    {
        using var statement = new SqliteStatement(connection, text);
        if (bind is not null)
        {
            bind(statement);
            statement.Bind(2, before);
        }

        statement.Run();
    }
}
