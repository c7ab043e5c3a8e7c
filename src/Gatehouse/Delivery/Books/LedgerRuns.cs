using Gatehouse.Events;

namespace Gatehouse.Delivery.Books;

/// <summary>Finds the runs of what was read from the log.</summary>
internal static class LedgerRuns
{
    /// <summary>The runs, in order. Tallies are in none.</summary>
    public static List<SpanRun> Of(IReadOnlyList<LogEntry> entries)
    {
        var runs = new List<SpanRun>();
        foreach (var record in entries.OfType<LogRecord>())
        {
            var minute = Minutes.Of(record.Facts.ReceivedAt);
            if (runs.Count > 0 && runs[^1] is var last && last.First + last.Count == record.Position && last.Minute == minute && string.Equals(last.Site, record.Site, StringComparison.Ordinal))
            {
                runs[^1] = last with { Count = last.Count + 1, Bytes = last.Bytes + record.Event.Json.Length };
            }
            else
            {
                runs.Add(new(record.Position, 1, record.Site, minute, record.Event.Json.Length));
            }
        }

        return runs;
    }
}
