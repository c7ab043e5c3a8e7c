using Gatehouse.Storage;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Delivery.Books;

/// <summary>What the books are asked, within one view of them.</summary>
internal static class BookQuestions
{
    private const string StateColumns = "id, site, name, cursor, is_paused, skip_to, ill_since, is_gone";

    /// <summary>The first position that the ledger reader has not read.</summary>
    public static long Ledger(SqliteConnection connection)
    {
        using var statement = new SqliteStatement(connection, "SELECT ledger FROM about");
        statement.Next();
        return statement.Number(0);
    }

    /// <summary>All destinations that the books know.</summary>
    public static List<BookState> States(SqliteConnection connection)
    {
        using var statement = new SqliteStatement(connection, $"SELECT {StateColumns} FROM destinations ORDER BY site, name");
        var states = new List<BookState>();
        while (statement.Next())
        {
            states.Add(State(statement));
        }

        return states;
    }

    /// <summary>One destination. Null: the books do not know it.</summary>
    public static BookState? State(SqliteConnection connection, string site, string name)
    {
        using var statement = new SqliteStatement(connection, $"SELECT {StateColumns} FROM destinations WHERE site = ? AND name = ?");
        statement.BindText(1, site);
        statement.BindText(2, name);
        return statement.Next() ? State(statement) : null;
    }

    /// <summary>Sites of which anything ever came in, in order.</summary>
    public static List<string> Sites(SqliteConnection connection) => Sites(connection, "intake");

    /// <summary>Sites that a table has rows of, in order.</summary>
    /// <param name="connection">The view.</param>
    /// <param name="table">A table with an index that begins with the site.</param>
    public static List<string> Sites(SqliteConnection connection, string table)
    {
        // From one to the next: there are many rows a site.
        using var statement = new SqliteStatement(connection, $"SELECT site FROM {table} WHERE site > ? ORDER BY site LIMIT 1");
        var sites = new List<string>();
        var last = string.Empty;
        while (true)
        {
            statement.BindText(1, last);
            if (!statement.Next())
            {
                return sites;
            }

            sites.Add(last = statement.Text(0));
            statement.Reset();
        }
    }

    /// <summary>The first position behind some events of a site; behind all that are counted, if there are fewer.</summary>
    /// <param name="connection">The view.</param>
    /// <param name="site">Name of the site.</param>
    /// <param name="from">The first position that matters.</param>
    /// <param name="count">How many events; at least 1.</param>
    public static long Behind(SqliteConnection connection, string site, long from, long count)
    {
        var position = from;
        foreach (var run in SpanTable.Runs(connection, site, from, long.MaxValue))
        {
            var here = Math.Min(count, run.Count);
            (position, count) = (run.First + here, count - here);
            if (count == 0)
            {
                break;
            }
        }

        return position;
    }

    /// <summary>How many dead letters are kept.</summary>
    public static long CountDead(SqliteConnection connection)
    {
        using var statement = new SqliteStatement(connection, "SELECT count(*) FROM dead");
        statement.Next();
        return statement.Number(0);
    }

    private static BookState State(SqliteStatement row) => new(
        row.Number(0),
        row.Text(1),
        row.Text(2),
        row.Number(3),
        row.Number(4) != 0,
        row.Number(5),
        row.Number(6) == 0 ? null : new DateTimeOffset(row.Number(6), TimeSpan.Zero),
        row.Number(7) != 0);
}
