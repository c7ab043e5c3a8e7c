using Gatehouse.Storage;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Delivery.Books;

/// <summary>The totals of all times.</summary>
internal static class LedgerTotals
{
    /// <summary>Both sides: what came in, and what became of it at each destination.</summary>
    public static List<LedgerTotal> Of(SqliteConnection connection)
    {
        var totals = new List<LedgerTotal>();
        using (var intake = new SqliteStatement(connection, "SELECT site, kind, reason, count FROM intake WHERE minute = -1 ORDER BY site, kind, reason"))
        {
            while (intake.Next())
            {
                totals.Add(new(intake.Text(0), null, NameOf((IntakeKind)intake.Number(1)), intake.Text(2), intake.Number(3)));
            }
        }

        using var outcomes = new SqliteStatement(connection, """
            SELECT site, name, outcome, reason, count FROM outcomes JOIN destinations ON destinations.id = outcomes.destination
            WHERE minute = -1 AND is_gone = 0 ORDER BY site, name, outcome, reason
            """);
        while (outcomes.Next())
        {
            totals.Add(new(outcomes.Text(0), outcomes.Text(1), NameOf((Outcome)outcomes.Number(2)), outcomes.Text(3), outcomes.Number(4)));
        }

        return totals;
    }

    private static string NameOf(IntakeKind kind) => kind switch
    {
        IntakeKind.Received => "received",
        IntakeKind.Accepted => "accepted",
        IntakeKind.Duplicate => "duplicate",
        IntakeKind.Shed => "shed",
        _ => "refused",
    };

    private static string NameOf(Outcome outcome) => outcome switch
    {
        Outcome.Delivered => "delivered",
        Outcome.Filtered => "filtered",
        Outcome.Dead => "dead",
        _ => "lost",
    };
}
