using Gatehouse.Storage;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Delivery.Books;

/// <summary>Reads the ledger: what came in, what became of it at each destination, and what is pending there.</summary>
internal static class LedgerRows
{
    /// <summary>The most rows of an answer.</summary>
    public const int Most = 100_000;

    // In it, rows of one sum.
    private const long NoTime = -1;

    /// <summary>The rows of a query, by time, then intake before destinations.</summary>
    /// <returns>At most one more than <see cref="Most"/>; then there are more.</returns>
    public static List<LedgerRow> Of(SqliteConnection connection, LedgerQuery query)
    {
        var rows = new List<LedgerRow>();
        foreach (var site in query.Site is { } only ? [only] : BookQuestions.Sites(connection))
        {
            AddIntake(connection, query, site, rows);
        }

        foreach (var state in BookQuestions.States(connection).Where(state => IsAsked(query, state)))
        {
            AddOutcomes(connection, query, state, rows);
            AddPending(connection, query, state, rows);
        }

        // Sorting is stable: within a time the order is as above.
        return [.. rows.Take(Most + 1).OrderBy(static row => row.Minute ?? NoTime).ThenBy(static row => row.Site, StringComparer.Ordinal).ThenBy(static row => row.Destination ?? string.Empty, StringComparer.Ordinal)];
    }

    /// <summary>How an outcome is called.</summary>
    public static string NameOf(Outcome outcome) => outcome switch
    {
        Outcome.Delivered => "delivered",
        Outcome.Filtered => "filtered",
        Outcome.Dead => "dead",
        _ => "lost",
    };

    /// <summary>One that is configured no longer has to be named.</summary>
    private static bool IsAsked(LedgerQuery query, BookState state) =>
        (query.Site ?? state.Site) == state.Site && (query.Destination is { } name ? name == state.Name : !state.IsGone);

    private static void AddIntake(SqliteConnection connection, LedgerQuery query, string site, List<LedgerRow> rows)
    {
        using var statement = Select(connection, "kind, reason, sum(count), sum(bytes) FROM intake WHERE site", query);
        statement.BindText(1, site);
        while (rows.Count <= Most && statement.Next())
        {
            var kind = (IntakeKind)statement.Number(1);
            rows.Add(new(MinuteOf(query, statement.Number(0)), site, null, NameOf(kind), statement.Text(2), statement.Number(3), kind == IntakeKind.Accepted ? statement.Number(4) : null));
        }
    }

    private static void AddOutcomes(SqliteConnection connection, LedgerQuery query, BookState state, List<LedgerRow> rows)
    {
        using var statement = Select(connection, "outcome, reason, sum(count) FROM outcomes WHERE destination", query);
        statement.Bind(1, state.Id);
        while (rows.Count <= Most && statement.Next())
        {
            // What has been taken back altogether was never there.
            if (statement.Number(3) is not 0 and var count)
            {
                rows.Add(new(MinuteOf(query, statement.Number(0)), state.Site, state.Name, NameOf((Outcome)statement.Number(1)), statement.Text(2), count));
            }
        }
    }

    private static void AddPending(SqliteConnection connection, LedgerQuery query, BookState state, List<LedgerRow> rows)
    {
        if (state.IsGone)
        {
            return;
        }

        if (query.IsOfAllTimes)
        {
            var (count, bytes, oldest) = SpanTable.Waiting(connection, state.Site, state.Cursor);
            rows.Add(new(null, state.Site, state.Name, "pending", string.Empty, count, bytes, oldest));
            return;
        }

        var sums = new SortedDictionary<long, Pending>();
        if (!query.HasTimes)
        {
            sums[query.From] = default;
        }

        foreach (var run in SpanTable.Runs(connection, state.Site, state.Cursor, long.MaxValue).Where(run => run.Minute >= query.From && run.Minute < query.To))
        {
            var begin = query.From + ((run.Minute - query.From) / query.Step * query.Step);
            var (count, bytes, oldest) = sums.GetValueOrDefault(begin);
            sums[begin] = new(count + run.Count, bytes + run.Bytes, Math.Min(oldest ?? run.Minute, run.Minute));
        }

        rows.AddRange(sums.Select(sum => new LedgerRow(MinuteOf(query, sum.Key), state.Site, state.Name, "pending", string.Empty, sum.Value.Count, sum.Value.Bytes, sum.Value.Oldest)));
    }

    private static SqliteStatement Select(SqliteConnection connection, string what, LedgerQuery query)
    {
        var statement = new SqliteStatement(connection, $"SELECT ?2 + (minute - ?2) / ?4 * ?4, {what} = ?1 AND minute >= ?2 AND minute < ?3 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3");
        statement.Bind(2, query.From);
        statement.Bind(3, query.To);
        statement.Bind(4, query.Step);
        return statement;
    }

    private static long? MinuteOf(LedgerQuery query, long begin) => query.HasTimes ? begin : null;

    private static string NameOf(IntakeKind kind) => kind switch
    {
        IntakeKind.Received => "received",
        IntakeKind.Accepted => "accepted",
        IntakeKind.Duplicate => "duplicate",
        IntakeKind.Shed => "shed",
        _ => "refused",
    };
}
