using Gatehouse.Storage;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Delivery.Books;

/// <summary>Keeps the books within their bounds.</summary>
internal static class BookTidying
{
    private const long MinutesKept = 30 * 24 * 60;
    private const long HoursKept = 2 * 365 * 24 * 60;
    private const int MostRows = 5000;

    /// <summary>Does a step of it, so that nobody waits long for the writer.</summary>
    public static void Run(BookWriter writer, DateTimeOffset now)
    {
        var connection = writer.Connection;
        SpanTable.DeletePassed(connection);
        ReplayRows.Trim(connection, now);
        var minute = Minutes.Of(now);
        Thin(connection, minute - MinutesKept);
        Do(connection, "DELETE FROM intake WHERE minute >= 0 AND minute < ?1", minute - HoursKept);
        Do(connection, "DELETE FROM outcomes WHERE minute >= 0 AND minute < ?1", minute - HoursKept);
        writer.Traces.DeleteBefore(now.AddDays(-1), MostRows);
    }

    /// <summary>Makes hours of minutes that are old enough.</summary>
    private static void Thin(SqliteConnection connection, long before)
    {
        before -= before % 60;
        Do(connection, "CREATE TEMP TABLE IF NOT EXISTS thin_intake AS SELECT * FROM intake WHERE 0");
        Do(connection, "CREATE TEMP TABLE IF NOT EXISTS thin_outcomes AS SELECT * FROM outcomes WHERE 0");
        Do(connection, $"INSERT INTO thin_intake SELECT * FROM intake WHERE minute >= 0 AND minute < ?1 AND minute % 60 <> 0 LIMIT {MostRows}", before);
        Do(connection, "DELETE FROM intake WHERE (site, minute, kind, reason) IN (SELECT site, minute, kind, reason FROM thin_intake)");
        Do(connection, """
            INSERT INTO intake SELECT site, minute - minute % 60, kind, reason, sum(count), sum(bytes) FROM thin_intake WHERE true GROUP BY 1, 2, 3, 4
            ON CONFLICT DO UPDATE SET count = count + excluded.count, bytes = bytes + excluded.bytes
            """);
        Do(connection, $"INSERT INTO thin_outcomes SELECT * FROM outcomes WHERE minute >= 0 AND minute < ?1 AND minute % 60 <> 0 LIMIT {MostRows}", before);
        Do(connection, "DELETE FROM outcomes WHERE (destination, minute, outcome, reason) IN (SELECT destination, minute, outcome, reason FROM thin_outcomes)");
        Do(connection, """
            INSERT INTO outcomes SELECT destination, minute - minute % 60, outcome, reason, sum(count) FROM thin_outcomes WHERE true GROUP BY 1, 2, 3, 4
            ON CONFLICT DO UPDATE SET count = count + excluded.count
            """);
        Do(connection, "DELETE FROM thin_intake");
        Do(connection, "DELETE FROM thin_outcomes");
    }

    private static void Do(SqliteConnection connection, string text, long? value = null)
    {
        using var statement = new SqliteStatement(connection, text);
        if (value is { } bound)
        {
            statement.Bind(1, bound);
        }

        statement.Run();
    }
}
