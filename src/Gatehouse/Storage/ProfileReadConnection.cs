using Gatehouse.Profiles;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Storage;

/// <summary>A connection that reads. One that has seen trouble of the disk is not used again; the next read makes another.</summary>
internal sealed class ProfileReadConnection : IStoreConnection
{
    private const string Settings = "PRAGMA query_only = 1; PRAGMA cache_size = -1024;";

    private readonly ProfileDatabase _database;
    private ProfileReadStatement? _statement;

    /// <summary>Connects before the first question, which has no time to wait for that.</summary>
    public ProfileReadConnection(ProfileDatabase database)
    {
        _database = database;
        try
        {
            _statement = Connect();
        }
        catch (SqliteException)
        {
            // The first question tries again and tells.
        }
    }

    /// <inheritdoc/>
    public StoreRead Read(ProfileKey key)
    {
        try
        {
            _statement ??= Connect();
            return _statement.Read(key);
        }
        catch (SqliteException error)
        {
            if (SqliteErrors.IsCorruption(error))
            {
                _database.MarkSuspect(error);
            }

            Dispose();
            return new(SqliteErrors.OutcomeOf(error));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _statement?.Dispose();
        _statement = null;
    }

    private ProfileReadStatement Connect() => new(_database.Connect(Settings));
}
