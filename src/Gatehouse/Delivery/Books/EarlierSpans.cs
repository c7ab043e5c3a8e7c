using Gatehouse.Storage;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Delivery.Books;

/// <summary>Spans as they were before version 4: one for each step of the ledger reader, of all sites.</summary>
internal static class EarlierSpans
{
    // A backlog of a day may have millions of them.
    private const int MostAtOnce = 50_000;

    /// <summary>Makes version 4 of version 3, within a transaction.</summary>
    public static void TakeOver(SqliteConnection connection)
    {
        SqliteFile.Execute(connection, "ALTER TABLE spans RENAME TO spans_before;" + DeliverySchema.Fourth);
        using (var table = new SpanTable(connection))
        using (var before = new SqliteStatement(connection, "SELECT first, runs FROM spans_before ORDER BY first"))
        {
            var runs = new List<SpanRun>();
            while (before.Next())
            {
                runs.AddRange(SpanCodec.Read(before.Number(0), site: null, before.Bytes(1)));
                if (runs.Count >= MostAtOnce)
                {
                    table.Add(runs);
                    runs.Clear();
                }
            }

            table.Add(runs);
        }

        SqliteFile.Execute(connection, "DROP TABLE spans_before");
    }
}
