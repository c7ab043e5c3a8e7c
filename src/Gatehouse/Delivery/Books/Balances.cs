using Gatehouse.Storage;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Delivery.Books;

/// <summary>
/// The equations: received = accepted + duplicate + shed + refused, and for each destination accepted = delivered + filtered + dead +
/// lost + pending. What is pending is counted from the spans, so the second one is no definition of it. It is the same work for an edge
/// that has run for a year, or has a backlog of a day.
/// </summary>
internal static class Balances
{
    /// <summary>All of them, of one moment.</summary>
    public static List<Balance> Of(SqliteConnection connection)
    {
        var balances = new List<Balance>();
        var accepted = Intake(connection, balances);
        foreach (var state in BookQuestions.States(connection).Where(static state => !state.IsGone))
        {
            var waiting = SpanTable.Waiting(connection, state.Site, state.Cursor);
            using var statement = new SqliteStatement(connection, "SELECT accepted_before, (SELECT coalesce(sum(count), 0) FROM outcomes WHERE destination = ?1 AND minute = -1) FROM destinations WHERE id = ?1");
            statement.Bind(1, state.Id);
            statement.Next();
            balances.Add(new(state.Site, state.Name, accepted.GetValueOrDefault(state.Site) - statement.Number(0), statement.Number(1) + waiting.Count, waiting));
        }

        return balances;
    }

    private static Dictionary<string, long> Intake(SqliteConnection connection, List<Balance> balances)
    {
        var accepted = new Dictionary<string, long>(StringComparer.Ordinal);
        using var statement = new SqliteStatement(connection, """
            SELECT sum(CASE WHEN kind = 1 THEN count ELSE 0 END), sum(CASE WHEN kind = 1 THEN 0 ELSE count END), sum(CASE WHEN kind = 2 THEN count ELSE 0 END)
            FROM intake WHERE site = ? AND minute = -1
            """);
        foreach (var site in BookQuestions.Sites(connection))
        {
            statement.BindText(1, site);
            statement.Next();
            balances.Add(new(site, null, statement.Number(0), statement.Number(1), default));
            accepted[site] = statement.Number(2);
            statement.Reset();
        }

        return accepted;
    }
}
