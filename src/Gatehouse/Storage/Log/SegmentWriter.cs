using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Gatehouse.Storage.Log;

/// <summary>The connection that writes a segment, and its prepared statements.</summary>
internal sealed class SegmentWriter(SqliteConnection connection) : IDisposable
{
    private readonly SqliteStatement _begin = new(connection, "BEGIN IMMEDIATE");
    private readonly SqliteStatement _commit = new(connection, "COMMIT");
    private readonly SqliteStatement _rollback = new(connection, "ROLLBACK");
    private readonly SqliteStatement _event = new(connection, "INSERT INTO events VALUES (?, ?)");
    private readonly SqliteStatement _end = new(connection, "SELECT 1 FROM events WHERE position = ?");
    private readonly SqliteStatement _ids = new(connection, "INSERT INTO commits VALUES (?, ?, ?)");

    public void Begin() => _begin.Run();

    /// <summary>Writes one event or tally.</summary>
    public void Write(long position, ReadOnlySpan<byte> record)
    {
        _event.Bind(1, position);
        _event.Bind(2, record);
        _event.Run();
    }

    /// <summary>Writes the ids of the commit.</summary>
    /// <param name="first">Position of its first entry.</param>
    /// <param name="ticks">When; UTC ticks.</param>
    /// <param name="ids">The fingerprints of its events.</param>
    public void WriteIds(long first, long ticks, ReadOnlySpan<byte> ids)
    {
        _ids.Bind(1, first);
        _ids.Bind(2, ticks);
        _ids.Bind(3, ids);
        _ids.Run();
    }

    public void Commit() => _commit.Run();

    /// <summary>Ends a transaction that has nothing.</summary>
    public void Rollback() => _rollback.Run();

    /// <summary>
    /// Ends a transaction that failed; SQLite has ended some of them itself by then. False: it is not certain that nothing of it is
    /// in the file.
    /// </summary>
    /// <param name="segment">What is written.</param>
    public bool TryRollback(Segment segment)
    {
        try
        {
            if (raw.sqlite3_get_autocommit(connection.Handle) == 0)
            {
                _rollback.Run();
            }

            return !_end.Find(segment.End);
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    /// <summary>Copies the WAL into the database and lets it begin anew.</summary>
    /// <param name="mode">RESTART while events are still coming, TRUNCATE when that is over.</param>
    public void Checkpoint(string mode)
    {
        using var checkpoint = new SqliteStatement(connection, "PRAGMA wal_checkpoint(" + mode + ")");
        checkpoint.Run();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _begin.Dispose();
        _commit.Dispose();
        _rollback.Dispose();
        _event.Dispose();
        _end.Dispose();
        _ids.Dispose();
        connection.Dispose();
    }
}
