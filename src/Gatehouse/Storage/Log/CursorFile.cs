using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Storage.Log;

/// <summary>
/// The log's id and its readers' cursors, in <c>log.db</c>. What is asked is answered from memory; a cursor counts for trimming as
/// soon as it is told, so that a full disk can be freed by the readers that it keeps from storing.
/// </summary>
internal sealed partial class CursorFile : IDisposable
{
    private const int SchemaVersion = 1;

    private const string Schema = """
        BEGIN IMMEDIATE;
        CREATE TABLE about (log BLOB NOT NULL);
        CREATE TABLE cursors (reader TEXT PRIMARY KEY, position INTEGER NOT NULL);
        PRAGMA user_version = 1;
        COMMIT;
        """;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _cursors = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unwritten = new(StringComparer.Ordinal);
    private readonly string _path;
    private readonly ILogger _logger;
    private SqliteConnection _connection;

    private CursorFile(string path, ILogger logger, SqliteConnection connection) => (_path, _logger, _connection) = (path, logger, connection);

    /// <summary>The readers that have a cursor.</summary>
    public IReadOnlyCollection<string> Readers
    {
        get
        {
            lock (_gate)
            {
                return [.. _cursors.Keys];
            }
        }
    }

    /// <summary>The position that every reader has passed. Null: there is no reader.</summary>
    public long? Lowest
    {
        get
        {
            lock (_gate)
            {
                return _cursors.Count == 0 ? null : _cursors.Values.Min();
            }
        }
    }

    /// <summary>The position that the foremost reader has reached. 0: there is no reader.</summary>
    public long Highest
    {
        get
        {
            lock (_gate)
            {
                return _cursors.Count == 0 ? 0 : _cursors.Values.Max();
            }
        }
    }

    /// <summary>Whether memory has what the disk has not.</summary>
    public bool HasUnwritten
    {
        get
        {
            lock (_gate)
            {
                return _unwritten.Count > 0;
            }
        }
    }

    /// <summary>Opens the file; a broken one is put aside.</summary>
    public static CursorFile Open(string folder, TimeProvider time, ILogger logger)
    {
        var path = Path.Combine(folder, "log.db");
        try
        {
            return OpenOnce(path, logger);
        }
        catch (SqliteException error) when (SqliteErrors.IsCorruption(error))
        {
            LogPutAside(logger, SqliteFile.PutAside(path, time), error.Message);
            return OpenOnce(path, logger);
        }
        catch (SqliteException error)
        {
            throw new StorageException($"The log's cursors '{path}' cannot be opened: {error.Message}", error);
        }
    }

    /// <summary>The log's id. A log that has none gets the one that its segments know, or a new one.</summary>
    public Guid ReadId(Guid? known)
    {
        using (var read = new SqliteStatement(_connection, "SELECT log FROM about"))
        {
            if (read.Next())
            {
                return new(read.Bytes(0), bigEndian: true);
            }
        }

        var id = known ?? Guid.NewGuid();
        using var write = new SqliteStatement(_connection, "INSERT INTO about VALUES (?)");
        write.Bind(1, id.ToByteArray(bigEndian: true));
        write.Run();
        return id;
    }

    /// <summary>A reader's cursor. Null: it is unknown.</summary>
    public long? Find(string reader)
    {
        lock (_gate)
        {
            return FindLocked(reader);
        }
    }

    /// <summary>Notes a cursor in memory. It must be written then.</summary>
    public void Note(string reader, long position)
    {
        lock (_gate)
        {
            _cursors[reader] = position;
            _unwritten.Add(reader);
        }
    }

    /// <summary>Forgets a reader in memory. It must be written then.</summary>
    public void Forget(string reader)
    {
        lock (_gate)
        {
            _cursors.Remove(reader);
            _unwritten.Add(reader);
        }
    }

    /// <summary>Writes what memory has and the disk has not, and syncs it. False: the disk does not do that now.</summary>
    public bool TryWrite(Action<LogStep>? hook)
    {
        var changes = Unwritten();
        if (changes.Count == 0)
        {
            return true;
        }

        try
        {
            hook?.Invoke(LogStep.WriteCursor);
            Write(changes);
            CheckpointSometimes();
        }
        catch (Exception error) when (error is SqliteException or IOException or UnauthorizedAccessException)
        {
            LogTrouble(error.Message);
            TryReconnect();
            return false;
        }

        Settle(changes);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private static CursorFile OpenOnce(string path, ILogger logger)
    {
        var file = new CursorFile(path, logger, SqliteFile.Connect(path, string.Empty));
        try
        {
            file.Load();
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private void Load()
    {
        var version = SqliteFile.Scalar(_connection, "PRAGMA user_version");
        if (version == "0")
        {
            SqliteFile.Execute(_connection, Schema);
        }
        else if (version != SchemaVersion.ToString(CultureInfo.InvariantCulture))
        {
            throw new StorageException($"The log's cursors '{_path}' have schema {version}; this version knows {SchemaVersion}. They were written by a newer Gatehouse: start that one, or set Gatehouse:Data to another folder.");
        }

        using var read = new SqliteStatement(_connection, "SELECT position, CAST(reader AS BLOB) FROM cursors");
        while (read.Next())
        {
            _cursors[Encoding.UTF8.GetString(read.Bytes(1))] = read.Number(0);
        }
    }

    private long? FindLocked(string reader) => _cursors.TryGetValue(reader, out var position) ? position : null;

    private Dictionary<string, long?> Unwritten()
    {
        lock (_gate)
        {
            return _unwritten.ToDictionary(static reader => reader, FindLocked, StringComparer.Ordinal);
        }
    }

    /// <summary>Notes what is written now. What was told meanwhile is not.</summary>
    private void Settle(Dictionary<string, long?> written)
    {
        lock (_gate)
        {
            _unwritten.RemoveWhere(reader => written.TryGetValue(reader, out var position) && position == FindLocked(reader));
        }
    }

    private void Write(Dictionary<string, long?> changes)
    {
        SqliteFile.Execute(_connection, "BEGIN IMMEDIATE");
        foreach (var (reader, position) in changes)
        {
            using var write = new SqliteStatement(_connection, position is null ? "DELETE FROM cursors WHERE reader = ?" : "INSERT INTO cursors VALUES (?, ?) ON CONFLICT DO UPDATE SET position = excluded.position");
            write.BindText(1, reader);
            if (position is { } known)
            {
                write.Bind(2, known);
            }

            write.Run();
        }

        SqliteFile.Execute(_connection, "COMMIT");
    }

    /// <summary>One thread alone writes here, a page at a time: the checkpoint is short.</summary>
    private void CheckpointSometimes()
    {
        const int Pages = 256;
        if (SqliteFile.WalLength(_path) > Pages * 4096)
        {
            SqliteFile.Execute(_connection, "PRAGMA wal_checkpoint(PASSIVE)");
        }
    }

    private void TryReconnect()
    {
        try
        {
            var fresh = SqliteFile.Connect(_path, string.Empty);
            _connection.Dispose();
            _connection = fresh;
        }
        catch (SqliteException)
        {
            // The next try tells; a transaction that is left open ends with its connection then.
        }
    }

    [LoggerMessage(1912, LogLevel.Error, "The log's cursors could not be read ({Finding}). They were put aside as {Name}; readers begin again at the oldest event, and deliver again what they have delivered.")]
    private static partial void LogPutAside(ILogger logger, string name, string finding);

    [LoggerMessage(1913, LogLevel.Warning, "A cursor could not be stored: {Finding}. It is tried again every second; after a crash its reader begins at an older event.")]
    private partial void LogTrouble(string finding);
}
