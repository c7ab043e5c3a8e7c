using System.Text.Json;
using Gatehouse.Storage;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Delivery.Books;

/// <summary>The dead letters that are kept.</summary>
internal static class DeadLetters
{
    private const string Columns = """
        SELECT dead.id, site, destinations.name, replay, position, time, message_id, type, dead.name, anonymous_id, user_id, timestamp, received, reason, answer, attempts, event
        FROM dead JOIN destinations ON destinations.id = dead.destination
        """;

    /// <summary>A page of them, oldest first.</summary>
    /// <param name="connection">The view.</param>
    /// <param name="site">Of which site. Null: of all.</param>
    /// <param name="destination">Of which destination. Null: of all.</param>
    /// <param name="after">The last one of the page before; 0 for the first.</param>
    /// <param name="most">How many.</param>
    public static List<StoredDeadLetter> List(SqliteConnection connection, string? site, string? destination, long after, int most)
    {
        // By the index of each destination that is meant: others may have a million of them.
        var ids = BookQuestions.States(connection)
            .Where(state => (string.IsNullOrEmpty(site) || site == state.Site) && (string.IsNullOrEmpty(destination) || destination == state.Name))
            .SelectMany(state => Ids(connection, state.Id, after, most))
            .Order()
            .Take(most);
        return [.. ids.Select(id => Find(connection, id)).OfType<StoredDeadLetter>()];
    }

    /// <summary>One. Null: it is not there.</summary>
    public static StoredDeadLetter? Find(SqliteConnection connection, long id)
    {
        using var statement = new SqliteStatement(connection, Columns + " WHERE dead.id = ?");
        statement.Bind(1, id);
        return statement.Next() ? Read(statement) : null;
    }

    /// <summary>Deletes one, within a transaction; it stays counted as dead. False: it was not there.</summary>
    public static bool Delete(SqliteConnection connection, long id)
    {
        using var statement = new SqliteStatement(connection, "DELETE FROM dead WHERE id = ? RETURNING id");
        statement.Bind(1, id);
        var was = statement.Next();
        statement.Reset();
        return was;
    }

    /// <summary>Books that one was sent again, within a transaction: delivered in place of dead, and no letter any more; or another failure.</summary>
    public static void Settle(BookWriter writer, StoredDeadLetter stored, EventOutcome outcome, DateTimeOffset now)
    {
        if (outcome.Verdict != DeliveryVerdict.Delivered)
        {
            using var failed = new SqliteStatement(writer.Connection, "UPDATE dead SET attempts = attempts + 1, answer = ?, time = ? WHERE id = ?");
            failed.BindText(1, outcome.Answer ?? string.Empty);
            failed.Bind(2, now.UtcTicks);
            failed.Bind(3, stored.Id);
            failed.Run();
            return;
        }

        // Who was faster has counted it already.
        if (Delete(writer.Connection, stored.Id) && stored.Letter.Replay is null && BookQuestions.State(writer.Connection, stored.Site, stored.Destination) is { } state)
        {
            var minute = Minutes.Of(stored.Letter.Event.ReceivedAt);
            writer.Count(state.Id, new(minute, Outcome.Dead, stored.Letter.Reason), -1);
            writer.Count(state.Id, new(minute, Outcome.Delivered), 1);
            writer.Traces.Deliver(state.Id, stored.Letter.Event.Position, stored.Id, stored.Letter.Attempts + 1, outcome.Answer ?? string.Empty, now);
        }
    }

    /// <summary>Deletes the oldest of a destination, within a transaction, until what is kept is within its bound.</summary>
    /// <returns>How many.</returns>
    public static int Trim(SqliteConnection connection, long destination, long mostBytes)
    {
        var (kept, gone, last) = (BytesOf(connection, destination), 0, 0L);
        if (kept <= mostBytes)
        {
            return 0;
        }

        using (var oldest = new SqliteStatement(connection, "SELECT id, length(event) + 512 FROM dead WHERE destination = ? ORDER BY id"))
        {
            oldest.Bind(1, destination);
            for (; kept > mostBytes && oldest.Next(); gone++)
            {
                (last, kept) = (oldest.Number(0), kept - oldest.Number(1));
            }
        }

        using var delete = new SqliteStatement(connection, "DELETE FROM dead WHERE destination = ? AND id <= ?");
        delete.Bind(1, destination);
        delete.Bind(2, last);
        delete.Run();
        return gone;
    }

    private static List<long> Ids(SqliteConnection connection, long destination, long after, int most)
    {
        using var statement = new SqliteStatement(connection, "SELECT id FROM dead WHERE destination = ? AND id > ? ORDER BY id LIMIT ?");
        statement.Bind(1, destination);
        statement.Bind(2, after);
        statement.Bind(3, most);
        var ids = new List<long>();
        while (statement.Next())
        {
            ids.Add(statement.Number(0));
        }

        return ids;
    }

    /// <summary>The sum that the file keeps with each letter that comes or goes: there may be a million of them.</summary>
    private static long BytesOf(SqliteConnection connection, long destination)
    {
        using var statement = new SqliteStatement(connection, "SELECT dead_bytes FROM destinations WHERE id = ?");
        statement.Bind(1, destination);
        return statement.Next() ? statement.Number(0) : 0;
    }

    private static StoredDeadLetter Read(SqliteStatement row)
    {
        var json = row.Bytes(16).ToArray();
        var kept = new DeliveryEvent
        {
            Position = row.Number(4),
            Site = row.Text(1),
            MessageId = row.Text(6),
            Type = row.Text(7),
            Name = TextOf(row, 8),
            Timestamp = new(row.Number(11), TimeSpan.Zero),
            ReceivedAt = new(row.Number(12), TimeSpan.Zero),
            Owner = new(TextOf(row, 9), TextOf(row, 10)),
            Json = json,
        };
        var mapped = Mapped(kept);
        var letter = new DeadLetter(mapped ?? kept, row.Text(13), row.Text(14), (int)row.Number(15), new(row.Number(5), TimeSpan.Zero), TextOf(row, 3));
        return new(row.Number(0), row.Text(1), row.Text(2), letter, mapped is not null);
    }

    /// <summary>The event with what its JSON says. Null: it cannot be read, and must not hide the others.</summary>
    private static DeliveryEvent? Mapped(DeliveryEvent kept)
    {
        try
        {
            using var whole = JsonDocument.Parse(kept.Json);
            return whole.RootElement.ValueKind == JsonValueKind.Object ? kept.With(kept.Json) : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? TextOf(SqliteStatement row, int column) => row.Text(column) is { Length: > 0 } text ? text : null;
}
