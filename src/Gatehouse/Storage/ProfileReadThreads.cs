using Gatehouse.Profiles;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Storage;

/// <summary>The threads that read, each with its own connection: a disk that stalls never holds a thread of the server's pool.</summary>
internal sealed class ProfileReadThreads : IDisposable
{
    private const int MostWaiting = 1024;
    private const int Threads = 2;
    private const string Settings = "PRAGMA query_only = 1; PRAGMA cache_size = -8192;";

    private readonly WorkQueue<PendingRead> _waiting = new(MostWaiting);
    private readonly ProfileDatabase _database;
    private readonly Thread[] _threads;

    public ProfileReadThreads(ProfileDatabase database)
    {
        _database = database;
        _threads = [.. Enumerable.Range(1, Threads).Select(number => new Thread(Run) { IsBackground = true, Name = $"gatehouse-profile-reader-{number}" })];
        Array.ForEach(_threads, static thread => thread.Start());
    }

    /// <summary>Hands a read over. False: too many wait, or the store is closing.</summary>
    /// <param name="read">The read.</param>
    /// <param name="isUrgent">Somebody's page waits for it: it goes before those of the projection, which asks for hundreds at once.</param>
    public bool TryAdd(PendingRead read, bool isUrgent) => _waiting.TryAdd(read, isUrgent);

    /// <inheritdoc/>
    public void Dispose()
    {
        _waiting.Close();
        Array.ForEach(_threads, static thread => thread.Join());
    }

    private void Run()
    {
        // Connected before the first question, which has no time to wait for that.
        var statement = TryConnect();
        foreach (var read in _waiting.TakeAll())
        {
            if (!read.IsAbandoned)
            {
                read.SetResult(Read(read.Key, ref statement));
            }
        }

        statement?.Dispose();
    }

    private ProfileReadStatement? TryConnect()
    {
        try
        {
            return new(_database.Connect(Settings));
        }
        catch (SqliteException)
        {
            // The first question tries again and tells.
            return null;
        }
    }

    private StoreRead Read(ProfileKey key, ref ProfileReadStatement? statement)
    {
        try
        {
            statement ??= new(_database.Connect(Settings));
            return statement.Read(key);
        }
        catch (SqliteException error)
        {
            if (SqliteErrors.IsCorruption(error))
            {
                _database.MarkSuspect(error);
            }

            statement?.Dispose();
            statement = null;
            return new(SqliteErrors.OutcomeOf(error));
        }
    }
}
