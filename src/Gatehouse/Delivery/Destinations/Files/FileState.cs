using System.Buffers.Binary;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Delivery.Destinations.Files;

/// <summary><c>files.db</c>: which files are not closed, how much of them counts, and which events were written lately.</summary>
internal sealed class FileState : IDisposable
{
    // Names of closed files, kept in case the disk forgets a renaming.
    private const int ClosedKept = 64;

    private readonly SqliteConnection _connection;

    private FileState(SqliteConnection connection) => _connection = connection;

    /// <summary>Tells what it remembers from what any other state does: eight hexadecimal digits, made with it, and anew for another log. Where events are of several, anew each time: a position may come again.</summary>
    public string Id { get; private set; } = string.Empty;

    /// <summary>Opens it, and makes it when there is none. What is remembered of another log is forgotten.</summary>
    /// <param name="folder">Where it is.</param>
    /// <param name="log">The log whose positions are remembered. Null: events are of several.</param>
    public static FileState Open(string folder, Guid? log)
    {
        Directory.CreateDirectory(folder);
        var source = new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "files.db"), Pooling = false };
        var state = new FileState(new(source.ConnectionString));
        try
        {
            state._connection.Open();
            state.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
            state.Upgrade();
            state.Execute("""
                CREATE TABLE IF NOT EXISTS about (log TEXT NOT NULL, id TEXT NOT NULL);
                CREATE TABLE IF NOT EXISTS files (id INTEGER PRIMARY KEY AUTOINCREMENT, path TEXT NOT NULL UNIQUE, length INTEGER NOT NULL, hour INTEGER NOT NULL, opened INTEGER NOT NULL, stage INTEGER NOT NULL);
                CREATE TABLE IF NOT EXISTS written (id INTEGER PRIMARY KEY AUTOINCREMENT, positions BLOB NOT NULL);
                PRAGMA user_version = 2;
                """);
            state.Know(log);
            return state;
        }
        catch
        {
            state.Dispose();
            throw;
        }
    }

    /// <summary>The files, oldest first, and how far they have come.</summary>
    public List<(StoredFile File, FileStage Stage)> Files()
    {
        using var command = Command("SELECT path, length, hour, opened, stage FROM files ORDER BY id");
        using var reader = command.ExecuteReader();
        var files = new List<(StoredFile, FileStage)>();
        while (reader.Read())
        {
            files.Add((new(reader.GetString(0), reader.GetInt64(1), new(reader.GetInt64(2), DateTimeKind.Utc), new(reader.GetInt64(3), TimeSpan.Zero)), (FileStage)reader.GetInt32(4)));
        }

        return files;
    }

    /// <summary>What the events are known by, oldest part first.</summary>
    public List<long[]> Written()
    {
        using var command = Command("SELECT positions FROM written ORDER BY id");
        using var reader = command.ExecuteReader();
        var parts = new List<long[]>();
        while (reader.Read())
        {
            parts.Add(Unpack(reader.GetFieldValue<byte[]>(0)));
        }

        return parts;
    }

    /// <summary>A file is about to be made.</summary>
    public void Add(StoredFile file) => Execute(
        "INSERT INTO files (path, length, hour, opened, stage) VALUES ($path, 0, $hour, $opened, 0)",
        ("$path", file.Path),
        ("$hour", file.Hour.Ticks),
        ("$opened", file.Opened.UtcTicks));

    /// <summary>Events are in a file: the moment from which they count.</summary>
    public void Commit(StoredFile file, long[] keys, int forgotten) => Execute(
        """
        BEGIN IMMEDIATE;
        UPDATE files SET length = $length WHERE path = $path;
        INSERT INTO written (positions) VALUES ($keys);
        DELETE FROM written WHERE $forgotten > 0 AND id IN (SELECT id FROM written ORDER BY id LIMIT $forgotten);
        COMMIT
        """,
        ("$length", file.Length),
        ("$path", file.Path),
        ("$keys", Pack(keys)),
        ("$forgotten", forgotten));

    /// <summary>A file has come further.</summary>
    public void Advance(string path, FileStage stage) => Execute(
        string.Create(CultureInfo.InvariantCulture, $"""
        BEGIN IMMEDIATE;
        UPDATE files SET stage = $stage WHERE path = $path;
        DELETE FROM files WHERE stage = 1 AND id <= (SELECT max(id) FROM files) - {ClosedKept};
        COMMIT
        """),
        ("$stage", (int)stage),
        ("$path", path));

    /// <summary>A file is no more.</summary>
    public void Forget(string path) => Execute("DELETE FROM files WHERE path = $path", ("$path", path));

    public void Dispose() => _connection.Dispose();

    /// <summary>Version 1 knew only whether a file was closed.</summary>
    private void Upgrade()
    {
        using var command = Command("PRAGMA user_version");
        if (command.ExecuteScalar() is 1L)
        {
            Execute("ALTER TABLE files RENAME COLUMN is_closed TO stage");
        }
    }

    private void Know(Guid? log)
    {
        Execute(
            """
            BEGIN IMMEDIATE;
            DELETE FROM written WHERE $log <> '' AND $log NOT IN (SELECT log FROM about);
            DELETE FROM about WHERE log <> $log OR $log = '';
            INSERT INTO about SELECT $log, $id WHERE NOT EXISTS (SELECT 1 FROM about);
            COMMIT
            """,
            ("$log", log?.ToString("D") ?? string.Empty),
            ("$id", Guid.NewGuid().ToString("N")[..8]));
        using var command = Command("SELECT id FROM about");
        Id = (string)command.ExecuteScalar()!;
    }

    private static byte[] Pack(long[] keys)
    {
        var bytes = new byte[keys.Length * sizeof(long)];
        for (var i = 0; i < keys.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * sizeof(long)), keys[i]);
        }

        return bytes;
    }

    private static long[] Unpack(byte[] bytes)
    {
        var keys = new long[bytes.Length / sizeof(long)];
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(i * sizeof(long)));
        }

        return keys;
    }

    private SqliteCommand Command(string text, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = text;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }

    private void Execute(string text, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = Command(text, parameters);
        command.ExecuteNonQuery();
    }
}
