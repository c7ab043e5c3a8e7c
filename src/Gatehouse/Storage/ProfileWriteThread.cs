using Gatehouse.Profiles;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Storage;

/// <summary>The one thread that writes: takes what waits into one transaction, commits it with one sync, answers all of it.</summary>
internal sealed class ProfileWriteThread : IDisposable
{
    private const int MostWaiting = 4096;
    private const int MostInCommit = 256;
    private const string Settings = "PRAGMA cache_size = -8192;" + CheckpointThread.WriterSettings;

    private readonly ProfileDatabase _database;
    private readonly CheckpointThread _checkpoints;
    private readonly string _settings;
    private readonly BatchThread<PendingWrite> _thread;
    private ProfileWriteStatements? _statements;

    /// <summary>Connects and starts the thread.</summary>
    /// <param name="database">The file.</param>
    /// <param name="checkpoints">Is told of commits, and says when the WAL must begin anew.</param>
    /// <param name="settings">More pragmas.</param>
    public ProfileWriteThread(ProfileDatabase database, CheckpointThread checkpoints, string settings)
    {
        _database = database;
        _checkpoints = checkpoints;
        _settings = Settings + settings;
        _statements = new(database.Connect(_settings));
        _thread = new("gatehouse-profile-writer", MostWaiting, MostInCommit, Write);
    }

    /// <summary>Hands a write over. False: too many wait, or the store is closing.</summary>
    public bool TryAdd(PendingWrite write) => _thread.TryAdd(write);

    /// <summary>Writes what waits, then stops.</summary>
    public void Dispose()
    {
        _thread.Dispose();
        _statements?.Dispose();
    }

    private void Write(List<PendingWrite> batch)
    {
        var trouble = Commit(batch);
        foreach (var write in batch)
        {
            write.SetResult(trouble is { } outcome ? new(outcome) : write.Answer);
        }
    }

    /// <summary>Commits a batch. Null: done; else why none of it is.</summary>
    private StoreOutcome? Commit(List<PendingWrite> batch)
    {
        try
        {
            _statements ??= new(_database.Connect(_settings));
            if (_checkpoints.TakeRestartWish())
            {
                _statements.Restart();
            }

            _statements.Begin();
            foreach (var write in batch)
            {
                write.Answer = _statements.Write(write);
            }

            _statements.Commit();
            _checkpoints.Committed();
            return null;
        }
        catch (SqliteException error)
        {
            return Recover(error);
        }
    }

    private StoreOutcome Recover(SqliteException error)
    {
        if (SqliteErrors.IsCorruption(error))
        {
            _database.MarkSuspect(error);
        }

        var outcome = SqliteErrors.OutcomeOf(error);
        if (_statements?.TryRollback() == false || outcome == StoreOutcome.Failed)
        {
            // A connection that has seen trouble of the disk is not used again.
            _statements?.Dispose();
            _statements = null;
        }

        return outcome;
    }
}
