using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Gatehouse.Events;
using Gatehouse.Storage.Log;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Storage;

/// <summary>
/// <c>erasures.db</c> in the Data folder: 16 bytes of HMAC-SHA256 an id under a key that was made with the file, and a time. All of it
/// is in memory, 60 bytes an entry: a million visitors are 60 MB.
/// </summary>
internal sealed class SqliteErasures : IErasures, IDisposable
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS about (key BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS erasures (id BLOB PRIMARY KEY, time INTEGER NOT NULL) WITHOUT ROWID;
        PRAGMA user_version = 1;
        """;

    private readonly ConcurrentDictionary<UInt128, long> _times = [];
    private readonly WorkThreads _thread = new("gatehouse-erasures", 1);
    private readonly SqliteConnection _connection;
    private readonly byte[] _key;

    private SqliteErasures(SqliteConnection connection)
    {
        _connection = connection;
        SqliteFile.Execute(connection, Schema);
        _key = ReadKey();
        using var statement = new SqliteStatement(connection, "SELECT id, time FROM erasures");
        while (statement.Next())
        {
            _times[new UInt128(BitConverter.ToUInt64(statement.Bytes(0)), BitConverter.ToUInt64(statement.Bytes(0)[8..]))] = statement.Number(1);
        }
    }

    /// <summary>Opens the file, and makes it when there is none. A broken one stops the start: it says what must not come back.</summary>
    /// <exception cref="StorageException">It cannot be used; the message says why.</exception>
    public static SqliteErasures Open(string folder)
    {
        var path = Path.Combine(folder, "erasures.db");
        try
        {
            return new(SqliteFile.Connect(path, "PRAGMA wal_autocheckpoint = 100;"));
        }
        catch (SqliteException error)
        {
            throw new StorageException($"The list of erased visitors '{path}' cannot be read: {error.Message} Put a backup of it in place, or remove it if none of the erased visitors' events can still be in the log.", error);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> AddAsync(string site, string? anonymousId, string? userId, DateTimeOffset time)
    {
        var id = Hash(site, userId is not null, userId ?? anonymousId!);
        try
        {
            await _thread.RunAsync(() => Store(id, time.UtcTicks));
            _times[id] = time.UtcTicks;
            return true;
        }
        catch (Exception trouble) when (WorkThreads.IsUndone(trouble))
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public async ValueTask ForgetAsync(DateTimeOffset before)
    {
        var ticks = before.UtcTicks;
        try
        {
            await _thread.RunAsync(() => Delete(ticks));
        }
        catch (Exception trouble) when (WorkThreads.IsUndone(trouble))
        {
            return;
        }

        foreach (var one in _times)
        {
            // Only as it was seen: somebody may be erased again meanwhile.
            if (one.Value < ticks)
            {
                _times.TryRemove(one);
            }
        }
    }

    /// <inheritdoc/>
    public bool IsErased(string site, string? anonymousId, string? userId, DateTimeOffset receivedAt) =>
        !_times.IsEmpty && ((userId is not null && IsErased(site, true, userId, receivedAt)) || (anonymousId is not null && IsErased(site, false, anonymousId, receivedAt)));

    /// <summary>Does what waits, and closes the file.</summary>
    public void Dispose()
    {
        _thread.Dispose();
        _connection.Dispose();
    }

    private bool IsErased(string site, bool isUser, string id, DateTimeOffset receivedAt) =>
        _times.TryGetValue(Hash(site, isUser, id), out var time) && receivedAt.UtcTicks <= time;

    private UInt128 Hash(string site, bool isUser, string id)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{site.Length}:{site}{(isUser ? 'u' : 'a')}{id}"), hash);
        return new(BitConverter.ToUInt64(hash), BitConverter.ToUInt64(hash[8..]));
    }

    private bool Store(UInt128 id, long time)
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, (ulong)(id >> 64));
        BitConverter.TryWriteBytes(bytes[8..], (ulong)id);
        using var statement = new SqliteStatement(_connection, "INSERT INTO erasures (id, time) VALUES (?, ?) ON CONFLICT DO UPDATE SET time = max(time, excluded.time)");
        statement.Bind(1, bytes);
        statement.Bind(2, time);
        statement.Run();
        return true;
    }

    private bool Delete(long before)
    {
        using var statement = new SqliteStatement(_connection, "DELETE FROM erasures WHERE time < ?");
        statement.Bind(1, before);
        statement.Run();
        return true;
    }

    private byte[] ReadKey()
    {
        using (var statement = new SqliteStatement(_connection, "SELECT key FROM about"))
        {
            if (statement.Next())
            {
                return statement.Bytes(0).ToArray();
            }
        }

        var key = RandomNumberGenerator.GetBytes(32);
        using var insert = new SqliteStatement(_connection, "INSERT INTO about (key) VALUES (?)");
        insert.Bind(1, key);
        insert.Run();
        return key;
    }
}
