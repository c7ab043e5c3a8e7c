using Gatehouse.Storage;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Delivery.Books;

/// <summary>
/// The equations: received = accepted + duplicate + shed + refused, and for each destination accepted = delivered + filtered + dead +
/// lost + pending. What is pending is counted from the spans, so the second one is no definition of it.
/// </summary>
internal static class Balances
{
    /// <summary>All of them, of one moment.</summary>
    public static List<Balance> Of(SqliteConnection connection)
    {
        var balances = new List<Balance>();
        var accepted = Intake(connection, balances);
        var states = BookQuestions.States(connection).Where(static state => !state.IsGone).ToList();
        var runs = states.Count == 0 ? [] : BookQuestions.Runs(connection, states.Min(static state => state.Cursor), long.MaxValue);
        foreach (var state in states)
        {
            var waiting = PendingOf(runs, state);
            using var statement = new SqliteStatement(connection, "SELECT accepted_before, (SELECT coalesce(sum(count), 0) FROM outcomes WHERE destination = ?1 AND minute = -1) FROM destinations WHERE id = ?1");
            statement.Bind(1, state.Id);
            statement.Next();
            balances.Add(new(state.Site, state.Name, accepted.GetValueOrDefault(state.Site) - statement.Number(0), statement.Number(1) + waiting.Count, waiting));
        }

        return balances;
    }

    /// <summary>What waits for a destination.</summary>
    public static Pending PendingOf(List<SpanRun> runs, BookState state)
    {
        var (count, bytes, oldest) = (0L, 0L, (long?)null);
        foreach (var run in runs)
        {
            if (string.Equals(run.Site, state.Site, StringComparison.Ordinal) && run.CountIn(state.Cursor, long.MaxValue) is > 0 and var waiting)
            {
                count += waiting;
                bytes += run.Bytes * waiting / run.Count;
                oldest = Math.Min(oldest ?? long.MaxValue, run.Minute);
            }
        }

        return new(count, bytes, oldest);
    }

    private static Dictionary<string, long> Intake(SqliteConnection connection, List<Balance> balances)
    {
        var accepted = new Dictionary<string, long>(StringComparer.Ordinal);
        using var statement = new SqliteStatement(connection, """
            SELECT site, sum(CASE WHEN kind = 1 THEN count ELSE 0 END), sum(CASE WHEN kind = 1 THEN 0 ELSE count END), sum(CASE WHEN kind = 2 THEN count ELSE 0 END)
            FROM intake WHERE minute = -1 GROUP BY site
            """);
        while (statement.Next())
        {
            balances.Add(new(statement.Text(0), null, statement.Number(1), statement.Number(2), default));
            accepted[statement.Text(0)] = statement.Number(3);
        }

        return accepted;
    }
}
