using Gatehouse.Profiles;
using Gatehouse.Storage.Log;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Storage;

/// <summary>Reads the table in the order of its rows, on a thread and a connection of its own, opened at the first question.</summary>
internal sealed class ProfileScan(ProfileDatabase database) : IProfileScan, IDisposable
{
    private readonly WorkThreads _thread = new("gatehouse-profile-scan", 1);
    private SqliteConnection? _connection;
    private SqliteStatement? _statement;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<ScannedProfile>?> ReadAsync(long after, int most)
    {
        try
        {
            return await _thread.RunAsync(() => Read(after, most));
        }
        catch (Exception trouble) when (WorkThreads.IsUndone(trouble))
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _thread.Dispose();
        _statement?.Dispose();
        _connection?.Dispose();
    }

    private List<ScannedProfile> Read(long after, int most)
    {
        _connection ??= database.Connect("PRAGMA query_only = 1;");
        _statement ??= new(_connection, "SELECT id, site, kind, visitor, value FROM profiles WHERE id > ? ORDER BY id LIMIT ?");
        var found = new List<ScannedProfile>(most);
        _statement.Bind(1, after);
        _statement.Bind(2, most);
        try
        {
            while (_statement.Next())
            {
                if (ProfileKey.TryCreate(_statement.Text(1), (ProfileKind)_statement.Number(2), _statement.Text(3), out var key))
                {
                    found.Add(new(_statement.Number(0), key, _statement.Bytes(4).ToArray()));
                }
            }
        }
        finally
        {
            _statement.Reset();
        }

        return found;
    }
}
