using Gatehouse.Storage;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Delivery.Books;

/// <summary>Writes traces, within a transaction. Belongs to the writing thread.</summary>
internal sealed class TraceTable : IDisposable
{
    private const string Columns = "SELECT first, next, time, attempts, answer, filtered FROM traces WHERE destination = ?1";

    private readonly SqliteStatement _last;
    private readonly SqliteStatement _add;

    public TraceTable(SqliteConnection connection)
    {
        _last = new(connection, Columns + " AND first <= ?2 ORDER BY first DESC LIMIT 1");
        _add = new(connection, "INSERT OR REPLACE INTO traces (destination, first, next, time, attempts, answer, filtered) VALUES (?, ?, ?, ?, ?, ?, ?)");
    }

    /// <summary>The row of a position. Null: there is none.</summary>
    public static TraceRow? Find(SqliteConnection connection, long destination, long position)
    {
        using var statement = new SqliteStatement(connection, Columns + " AND first <= ?2 ORDER BY first DESC LIMIT 1");
        return Find(statement, destination, position) is { } row && row.Next > position ? row : null;
    }

    /// <summary>Forgets how positions went that are given again.</summary>
    public static void CutAt(SqliteConnection connection, long destination, long next)
    {
        var last = Find(connection, destination, next);
        using (var delete = new SqliteStatement(connection, "DELETE FROM traces WHERE destination = ? AND next > ?"))
        {
            delete.Bind(1, destination);
            delete.Bind(2, next);
            delete.Run();
        }

        if (last is not null && last.First < next)
        {
            using var table = new TraceTable(connection);
            table.Write(destination, last.Part(last.First, next));
        }
    }

    /// <summary>Notes how positions went. Passes that follow each other within a second and went alike share a row.</summary>
    public void Add(long destination, PassTrace trace)
    {
        foreach (var row in TraceRow.Of(trace))
        {
            Write(destination, Find(_last, destination, row.First)?.With(row) ?? row);
        }
    }

    /// <summary>Notes that the event of a dead letter was delivered after all.</summary>
    public void Deliver(long destination, long position, long letter, int attempts, string answer, DateTimeOffset time)
    {
        // Positions of another log mean nothing in this one; the letter's number tells.
        if (Find(_last, destination, position) is not { } row || !TraceNotes.Read(row.Notes).Any(note => note.First == position && note.Letter == letter))
        {
            return;
        }

        if (row.First < position)
        {
            Write(destination, row.Part(row.First, position));
        }

        Write(destination, new(position, position + 1, time.UtcTicks, attempts, answer, string.Empty));
        if (position + 1 < row.Next)
        {
            Write(destination, row.Part(position + 1, row.Next));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _last.Dispose();
        _add.Dispose();
    }

    private static TraceRow? Find(SqliteStatement statement, long destination, long position)
    {
        statement.Bind(1, destination);
        statement.Bind(2, position);
        try
        {
            return statement.Next()
                ? new(statement.Number(0), statement.Number(1), statement.Number(2), (int)statement.Number(3), statement.Text(4), statement.Text(5))
                : null;
        }
        finally
        {
            statement.Reset();
        }
    }

    private void Write(long destination, TraceRow row)
    {
        _add.Bind(1, destination);
        _add.Bind(2, row.First);
        _add.Bind(3, row.Next);
        _add.Bind(4, row.Time);
        _add.Bind(5, row.Attempts);
        _add.BindText(6, row.Answer);
        _add.BindText(7, row.Notes);
        _add.Run();
    }
}
