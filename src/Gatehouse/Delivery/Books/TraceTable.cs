using Gatehouse.Storage;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Delivery.Books;

/// <summary>Writes traces, within a transaction. Belongs to the writing thread.</summary>
internal sealed class TraceTable : IDisposable
{
    private const string Columns = "SELECT first, next, time, attempts, answer, filtered FROM traces WHERE destination = ?1";

    private const long MostRows = 1_000_000;

    private readonly SqliteStatement _last;
    private readonly SqliteStatement _has;
    private readonly SqliteStatement _count;
    private readonly SqliteStatement _add;
    private readonly SqliteStatement _deleteOldest;
    private readonly SqliteStatement _deleteOld;
    private readonly SqliteConnection _connection;
    private readonly long _mostRows;
    private long? _rows;

    /// <param name="connection">The connection.</param>
    /// <param name="mostRows">The most rows that are kept; the oldest give way.</param>
    public TraceTable(SqliteConnection connection, long mostRows = MostRows)
    {
        (_connection, _mostRows) = (connection, mostRows);
        _last = new(connection, Columns + " AND first <= ?2 ORDER BY first DESC LIMIT 1");
        _has = new(connection, "SELECT 1 FROM traces WHERE destination = ? AND first = ?");
        _count = new(connection, "SELECT count(*) FROM traces");
        _add = new(connection, "INSERT OR REPLACE INTO traces (destination, first, next, time, attempts, answer, filtered) VALUES (?, ?, ?, ?, ?, ?, ?)");
        _deleteOldest = new(connection, "DELETE FROM traces WHERE (destination, first) IN (SELECT destination, first FROM traces ORDER BY time LIMIT ?)");
        _deleteOld = new(connection, "DELETE FROM traces WHERE (destination, first) IN (SELECT destination, first FROM traces WHERE time < ? LIMIT ?)");
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

    /// <summary>Deletes what is older than a time.</summary>
    /// <param name="time">The time.</param>
    /// <param name="most">The most rows that are deleted at once.</param>
    public void DeleteBefore(DateTimeOffset time, int most)
    {
        _deleteOld.Bind(1, time.UtcTicks);
        _deleteOld.Bind(2, most);
        _deleteOld.Run();
        _rows -= SQLitePCL.raw.sqlite3_changes(_connection.Handle);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var statement in new[] { _last, _has, _count, _add, _deleteOldest, _deleteOld })
        {
            statement.Dispose();
        }
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
        // Counted once; after trouble there is another table, so a count whose transaction failed is never gone by.
        _rows ??= Count();
        _rows += Has(destination, row.First) ? 0 : 1;
        _add.Bind(1, destination);
        _add.Bind(2, row.First);
        _add.Bind(3, row.Next);
        _add.Bind(4, row.Time);
        _add.Bind(5, row.Attempts);
        _add.BindText(6, row.Answer);
        _add.BindText(7, row.Notes);
        _add.Run();
        if (_rows - _mostRows is > 0 and var surplus)
        {
            _deleteOldest.Bind(1, surplus);
            _deleteOldest.Run();
            _rows = _mostRows;
        }
    }

    private long Count()
    {
        _count.Next();
        var count = _count.Number(0);
        _count.Reset();
        return count;
    }

    private bool Has(long destination, long first)
    {
        _has.Bind(1, destination);
        _has.Bind(2, first);
        var has = _has.Next();
        _has.Reset();
        return has;
    }
}
