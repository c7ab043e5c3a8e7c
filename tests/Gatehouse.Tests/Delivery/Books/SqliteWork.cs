using Microsoft.Data.Sqlite;

namespace Gatehouse.Tests.Delivery.Books;

/// <summary>How much a database works: a number that does not hang on the machine.</summary>
internal static class SqliteWork
{
    /// <summary>Instructions of SQLite's machine that something takes.</summary>
    public static long StepsOf(SqliteConnection connection, Action what)
    {
        var steps = 0L;
        SQLitePCL.raw.sqlite3_progress_handler(
            connection.Handle,
            1,
            _ =>
            {
                steps++;
                return 0;
            },
            null);
        try
        {
            what();
        }
        finally
        {
            SQLitePCL.raw.sqlite3_progress_handler(connection.Handle, 0, null, null);
        }

        return steps;
    }
}
