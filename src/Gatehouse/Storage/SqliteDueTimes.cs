using Gatehouse.Profiles;
using Gatehouse.Profiles.Audiences;
using Gatehouse.Storage.Log;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Storage;

/// <summary>
/// <c>due.db</c> in the Data folder. One thread does everything. What it holds follows from the profiles of this node's log, so a
/// file that cannot be read is made anew; visitors who were in it are looked at again with their next event.
/// </summary>
internal sealed partial class SqliteDueTimes : IDueTimes, IDisposable
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS due (site TEXT NOT NULL, kind INTEGER NOT NULL, visitor TEXT NOT NULL, time INTEGER NOT NULL, PRIMARY KEY (site, kind, visitor));
        CREATE INDEX IF NOT EXISTS due_time ON due (time);
        PRAGMA user_version = 1;
        """;

    // No time is before 1970.
    private const long Any = -1;

    private readonly SqliteConnection _connection;
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _commit;
    private readonly SqliteStatement _set;
    private readonly SqliteStatement _remove;
    private readonly SqliteStatement _find;
    private readonly WorkThreads _thread = new("gatehouse-due", 1);
    private readonly ILogger _logger;

    private SqliteDueTimes(SqliteConnection connection, ILogger logger)
    {
        _connection = connection;
        _logger = logger;
        _begin = new(connection, "BEGIN IMMEDIATE");
        _commit = new(connection, "COMMIT");
        _set = new(connection, "INSERT INTO due (site, kind, visitor, time) VALUES (?1, ?2, ?3, ?5) ON CONFLICT DO UPDATE SET time = excluded.time WHERE ?4 = -1 OR time = ?4");
        _remove = new(connection, "DELETE FROM due WHERE site = ?1 AND kind = ?2 AND visitor = ?3 AND (?4 = -1 OR time = ?4)");
        _find = new(connection, "SELECT site, kind, visitor, time FROM due WHERE time <= ? ORDER BY time LIMIT ?");
    }

    /// <summary>Opens the file, and makes it when there is none.</summary>
    /// <param name="folder">The Data folder.</param>
    /// <param name="time">Names what is put aside.</param>
    /// <param name="logger">Told of trouble.</param>
    /// <exception cref="StorageException">It cannot be used; the message says why.</exception>
    public static SqliteDueTimes Open(string folder, TimeProvider time, ILogger<SqliteDueTimes> logger)
    {
        var path = Path.Combine(folder, "due.db");
        try
        {
            return new(Connect(path), logger);
        }
        catch (SqliteException error) when (SqliteErrors.IsCorruption(error))
        {
            LogPutAside(logger, SqliteFile.PutAside(path, time));
            return new(Connect(path), logger);
        }
        catch (SqliteException error)
        {
            throw new StorageException($"The file '{path}' cannot be opened: {error.Message}", error);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<StoreOutcome> SetAsync(IReadOnlyList<DueTime> times)
    {
        try
        {
            return await _thread.RunAsync(() => Set(times));
        }
        catch (Exception trouble) when (trouble is IOException or OperationCanceledException)
        {
            return StoreOutcome.Busy;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<KeyValuePair<ProfileKey, long>>> FindAsync(long now, int most)
    {
        try
        {
            return await _thread.RunAsync(() => Find(now, most));
        }
        catch (Exception trouble) when (WorkThreads.IsUndone(trouble))
        {
            return [];
        }
    }

    /// <summary>Does what waits, and closes the file.</summary>
    public void Dispose()
    {
        _thread.Dispose();
        foreach (var statement in new[] { _begin, _commit, _set, _remove, _find })
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }

    private static SqliteConnection Connect(string path)
    {
        var connection = SqliteFile.Connect(path, "PRAGMA wal_autocheckpoint = 1000;");
        try
        {
            SqliteFile.Execute(connection, Schema);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private StoreOutcome Set(IReadOnlyList<DueTime> times)
    {
        try
        {
            _begin.Run();
            foreach (var (key, time, was) in times)
            {
                var statement = time is null ? _remove : _set;
                statement.BindText(1, key.Site);
                statement.Bind(2, (long)key.Kind);
                statement.BindText(3, key.Id);
                statement.Bind(4, was ?? Any);
                if (time is { } at)
                {
                    statement.Bind(5, at);
                }

                statement.Run();
            }

            _commit.Run();
            return StoreOutcome.Done;
        }
        catch (SqliteException error)
        {
            if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0)
            {
                SqliteFile.Execute(_connection, "ROLLBACK");
            }

            LogTrouble(error.Message);
            return SqliteErrors.OutcomeOf(error);
        }
    }

    private List<KeyValuePair<ProfileKey, long>> Find(long now, int most)
    {
        var found = new List<KeyValuePair<ProfileKey, long>>();
        _find.Bind(1, now);
        _find.Bind(2, most);
        while (_find.Next())
        {
            if (ProfileKey.TryCreate(_find.Text(0), (ProfileKind)_find.Number(1), _find.Text(2), out var key))
            {
                found.Add(new(key, _find.Number(3)));
            }
        }

        _find.Reset();
        return found;
    }

    [LoggerMessage(1940, LogLevel.Error, "The file of due times could not be read. It was put aside as {Name}, and a new one is begun.")]
    private static partial void LogPutAside(ILogger logger, string name);

    [LoggerMessage(1941, LogLevel.Error, "Due times could not be stored: {Finding}")]
    private partial void LogTrouble(string finding);
}
