using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Storage;

/// <summary>What every database file of this room is done with.</summary>
internal static class SqliteFile
{
    private static readonly string[] Suffixes = ["", "-wal", "-shm"];

    /// <summary>A connection set up for one thread.</summary>
    /// <param name="path">The file.</param>
    /// <param name="settings">More pragmas.</param>
    /// <param name="mode">Whether it is made when it is not there.</param>
    public static SqliteConnection Connect(string path, string settings, SqliteOpenMode mode = SqliteOpenMode.ReadWriteCreate)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 5, Mode = mode }.ConnectionString);
        try
        {
            connection.Open();
            SQLitePCL.raw.sqlite3_busy_timeout(connection.Handle, 5000);

            // No mmap: a read error of the disk would be a signal that ends the process, where a read that fails is an answer.
            // What is deleted is overwritten, because it may have been somebody's who asked for that.
            Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA secure_delete = ON; " + settings);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Runs statements that answer nothing.</summary>
    public static void Execute(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }

    /// <summary>The first value that a statement answers. Null: none.</summary>
    public static string? Scalar(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    /// <summary>Bytes of a database's WAL.</summary>
    public static long WalLength(string path) => new FileInfo(path + "-wal") is { Exists: true } wal ? wal.Length : 0;

    /// <summary>Renames a broken file and what belongs to it, and says what it is called now.</summary>
    public static string PutAside(string path, TimeProvider time)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{path}.corrupt-{time.GetUtcNow():yyyyMMddHHmmssfff}");
        foreach (var suffix in Suffixes)
        {
            if (File.Exists(path + suffix))
            {
                File.Move(path + suffix, name + suffix);
            }
        }

        return name;
    }

    /// <summary>Deletes a file and what belongs to it.</summary>
    public static void Delete(string path)
    {
        // The database goes last: what is left of a crash in between still has its name and is deleted at the next start.
        foreach (var suffix in Suffixes.Reverse())
        {
            File.Delete(path + suffix);
        }
    }

    /// <summary>Bytes of a file and what belongs to it.</summary>
    public static long Length(string path)
    {
        var bytes = 0L;
        foreach (var suffix in Suffixes)
        {
            var file = new FileInfo(path + suffix);
            bytes += file.Exists ? file.Length : 0;
        }

        return bytes;
    }
}
