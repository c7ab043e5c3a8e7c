using Gatehouse.Storage;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Delivery.Books;

/// <summary>Says what became of one event at each destination that its site has or had.</summary>
internal static class EventTrace
{
    /// <summary>Follows the event of a position of the log.</summary>
    /// <param name="connection">The view.</param>
    /// <param name="site">Name of the site.</param>
    /// <param name="position">The position.</param>
    /// <param name="receivedAt">When the event was received. Null: the log has deleted it.</param>
    public static List<DestinationTrace> Of(SqliteConnection connection, string site, long position, DateTimeOffset? receivedAt)
    {
        using var statement = new SqliteStatement(connection, "SELECT id, name, cursor, start, is_gone FROM destinations WHERE site = ? ORDER BY name");
        statement.BindText(1, site);
        var traces = new List<DestinationTrace>();
        while (statement.Next())
        {
            var (id, name, isGone) = (statement.Number(0), statement.Text(1), statement.Number(4) != 0);
            traces.Add(TraceTable.Find(connection, id, position) is { } row
                ? Read(connection, name, row, position, receivedAt)
                : new(name, OutcomeOf(position, cursor: statement.Number(2), start: statement.Number(3), isGone)));
        }

        return traces;
    }

    private static TraceOutcome OutcomeOf(long position, long cursor, long start, bool isGone)
    {
        if (position >= cursor)
        {
            return isGone ? TraceOutcome.Gone : TraceOutcome.Pending;
        }

        return position < start ? TraceOutcome.Before : TraceOutcome.Unknown;
    }

    private static DestinationTrace Read(SqliteConnection connection, string name, TraceRow row, long position, DateTimeOffset? receivedAt)
    {
        // A row that passes share has the time of the first one: the event may have come after that.
        var time = new DateTimeOffset(Math.Max(row.Time, receivedAt?.UtcTicks ?? 0), TimeSpan.Zero);
        var note = TraceNotes.Read(row.Notes).FirstOrDefault(note => note.First <= position && note.Last >= position);
        return note.Outcome switch
        {
            Outcome.Filtered => new(name, TraceOutcome.Filtered, note.Reason, Time: time),
            Outcome.Lost => new(name, TraceOutcome.Lost, note.Reason, Time: time),
            Outcome.Dead when DeadLetters.Find(connection, note.Letter) is { Letter: var letter } => new(name, TraceOutcome.Dead, note.Reason, letter.Attempts, TextOf(letter.Answer), letter.Time, note.Letter),
            Outcome.Dead => new(name, TraceOutcome.Dead, note.Reason, Time: time),
            _ => new(name, TraceOutcome.Delivered, null, row.Attempts, TextOf(row.Answer), time),
        };
    }

    private static string? TextOf(string text) => text.Length > 0 ? text : null;
}
