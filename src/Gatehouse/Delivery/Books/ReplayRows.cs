using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Delivery.Replays;
using Gatehouse.Events;
using Gatehouse.Storage;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Delivery.Books;

/// <summary>The replays that the books know.</summary>
internal static class ReplayRows
{
    private const int MostFinished = 100;

    private const string Columns = """
        SELECT replays.id, site, name, since, until, types, names, anonymous_id, user_id, rate, state, reason, first, replays.cursor, next, sent, filtered, dead, lost, made, finished
        FROM replays JOIN destinations ON destinations.id = replays.destination
        """;

    private static readonly TimeSpan FinishedKept = TimeSpan.FromDays(30);

    /// <summary>All of them, the newest first.</summary>
    public static List<Replay> All(SqliteConnection connection) => List(connection, " ORDER BY replays.id DESC");

    /// <summary>Those that run or are paused, the oldest first.</summary>
    public static List<Replay> Unfinished(SqliteConnection connection) => List(connection, " WHERE finished = 0 ORDER BY replays.id");

    /// <summary>One. Null: it is not there.</summary>
    public static Replay? Find(SqliteConnection connection, long id)
    {
        using var statement = new SqliteStatement(connection, Columns + " WHERE replays.id = ?");
        statement.Bind(1, id);
        return statement.Next() ? Read(statement) : null;
    }

    /// <summary>Adds one that runs, within a transaction.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="order">What is asked for.</param>
    /// <param name="first">Where it begins.</param>
    /// <param name="next">Where it ends.</param>
    /// <param name="now">The time.</param>
    /// <returns>Its number. Null: the destination is not known, or has one already that is not finished.</returns>
    public static long? Add(SqliteConnection connection, ReplayOrder order, long first, long next, DateTimeOffset now)
    {
        using var insert = new SqliteStatement(connection, """
            INSERT INTO replays (destination, since, until, types, names, anonymous_id, user_id, rate, state, reason, first, cursor, next, sent, filtered, dead, lost, made, finished)
            SELECT id, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 1, '', ?10, ?10, ?11, 0, 0, 0, 0, ?12, 0 FROM destinations
            WHERE site = ?1 AND name = ?2 AND NOT EXISTS (SELECT 1 FROM replays WHERE destination = destinations.id AND finished = 0)
            RETURNING id
            """);
        var filter = order.Filter;
        insert.BindText(1, order.Site);
        insert.BindText(2, order.Destination);
        insert.Bind(3, filter.From?.UtcTicks ?? 0);
        insert.Bind(4, filter.To?.UtcTicks ?? 0);
        insert.BindText(5, string.Join(',', filter.Types.Select(EventTypes.NameOf)));
        insert.BindText(6, new JsonArray([.. filter.Names.Select(static name => (JsonNode)name)]).ToJsonString());
        insert.BindText(7, filter.AnonymousId ?? string.Empty);
        insert.BindText(8, filter.UserId ?? string.Empty);
        insert.Bind(9, order.Rate);
        insert.Bind(10, first);
        insert.Bind(11, next);
        insert.Bind(12, now.UtcTicks);
        long? id = insert.Next() ? insert.Number(0) : null;
        insert.Reset();
        return id;
    }

    /// <summary>Books what one has done, within a transaction.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="id">Its number.</param>
    /// <param name="pass">What it has done.</param>
    /// <param name="deadLetterBytes">The most bytes of dead letters that are kept of the destination; the oldest give way.</param>
    /// <param name="isErased">Whether the event's visitor was erased: it is counted, but no letter is kept.</param>
    /// <returns>How many dead letters gave way.</returns>
    public static int Book(BookWriter writer, long id, ReplayPass pass, long deadLetterBytes, Func<DeliveryEvent, bool> isErased)
    {
        using var update = new SqliteStatement(writer.Connection, """
            UPDATE replays SET cursor = ?2, sent = sent + ?3, filtered = filtered + ?4, dead = dead + ?5, lost = lost + ?6 WHERE id = ?1 RETURNING destination
            """);
        update.Bind(1, id);
        update.Bind(2, pass.Cursor);
        update.Bind(3, pass.Sent);
        update.Bind(4, pass.Filtered);
        update.Bind(5, pass.Dead.Count);
        update.Bind(6, pass.Lost);
        long? destination = update.Next() ? update.Number(0) : null;
        update.Reset();
        if (destination is not { } known || pass.Dead.Count == 0)
        {
            return 0;
        }

        foreach (var letter in pass.Dead.Where(letter => !isErased(letter.Event)))
        {
            writer.AddDead(known, letter);
        }

        return DeadLetters.Trim(writer.Connection, known, deadLetterBytes);
    }

    /// <summary>Notes another state, within a transaction.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="id">Its number.</param>
    /// <param name="to">The state.</param>
    /// <param name="reason">Why. Empty: it says all.</param>
    /// <param name="now">The time.</param>
    public static void Set(SqliteConnection connection, long id, ReplayState to, string reason, DateTimeOffset now)
    {
        using var update = new SqliteStatement(connection, "UPDATE replays SET state = ?2, reason = ?3, finished = ?4 WHERE id = ?1");
        update.Bind(1, id);
        update.Bind(2, (long)to);
        update.BindText(3, reason);
        update.Bind(4, to is ReplayState.Running or ReplayState.Paused ? 0 : now.UtcTicks);
        update.Run();
    }

    /// <summary>Deletes finished ones that are too old or too many, within a transaction.</summary>
    public static void Trim(SqliteConnection connection, DateTimeOffset now)
    {
        using var delete = new SqliteStatement(connection, $"""
            DELETE FROM replays WHERE finished > 0 AND (finished < ?1 OR id NOT IN (SELECT id FROM replays WHERE finished > 0 ORDER BY finished DESC LIMIT {MostFinished}))
            """);
        delete.Bind(1, (now - FinishedKept).UtcTicks);
        delete.Run();
    }

    private static List<Replay> List(SqliteConnection connection, string which)
    {
        using var statement = new SqliteStatement(connection, Columns + which);
        var replays = new List<Replay>();
        while (statement.Next())
        {
            replays.Add(Read(statement));
        }

        return replays;
    }

    private static Replay Read(SqliteStatement row) => new()
    {
        Id = row.Number(0),
        Site = row.Text(1),
        Destination = row.Text(2),
        Filter = new()
        {
            From = TimeOf(row, 3),
            To = TimeOf(row, 4),
            Types = [.. row.Text(5).Split(',', StringSplitOptions.RemoveEmptyEntries).Select(static name => EventTypes.Parse(name)).OfType<EventType>()],
            Names = NamesOf(row.Text(6)),
            AnonymousId = TextOf(row, 7),
            UserId = TextOf(row, 8),
        },
        Rate = (int)row.Number(9),
        State = (ReplayState)row.Number(10),
        Reason = row.Text(11),
        First = row.Number(12),
        Cursor = row.Number(13),
        Next = row.Number(14),
        Sent = row.Number(15),
        Filtered = row.Number(16),
        Dead = row.Number(17),
        Lost = row.Number(18),
        Made = new(row.Number(19), TimeSpan.Zero),
        Finished = TimeOf(row, 20),
    };

    private static List<string> NamesOf(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateArray().Select(static name => name.GetString()!)];
    }

    private static DateTimeOffset? TimeOf(SqliteStatement row, int column) => row.Number(column) is > 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    private static string? TextOf(SqliteStatement row, int column) => row.Text(column) is { Length: > 0 } text ? text : null;
}
