using Gatehouse.Profiles;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Storage;

/// <summary>The embedded profile store: <c>profiles.db</c> in the Data folder, as <c>docs/formats/profile.md</c> says.</summary>
internal sealed partial class SqliteProfileStore : IProfileStore, IDisposable
{
    private readonly FolderLock _lock;
    private readonly CheckpointThread _checkpoints;
    private readonly ProfileWriteThread _writer;
    private readonly ProfileReadSlots _slots;
    private readonly ProfileReadThreads _readers;
    private readonly ILogger _logger;
    private int _trouble;

    private SqliteProfileStore(FolderLock folderLock, ProfileDatabase database, ILogger logger, string settings)
    {
        _lock = folderLock;
        _logger = logger;
        _checkpoints = new("gatehouse-profile-checkpoints", () => database.Connect(string.Empty));
        _writer = new(database, _checkpoints, settings);
        _slots = new(() => new ProfileReadConnection(database), ProfileReadSlots.Fitting);
        _readers = new(() => new ProfileReadConnection(database));
    }

    /// <summary>Opens the store, and makes it when there is none.</summary>
    /// <param name="folder">The Data folder.</param>
    /// <param name="time">Names what is put aside.</param>
    /// <param name="logger">Told of trouble.</param>
    /// <param name="settings">More pragmas of the writing connection.</param>
    /// <exception cref="StorageException">The folder cannot be used; the message says why.</exception>
    public static SqliteProfileStore Open(string folder, TimeProvider time, ILogger<SqliteProfileStore> logger, string settings = "")
    {
        var folderLock = FolderLock.Take(folder, "profiles.lock");
        try
        {
            var database = new ProfileDatabase(folder, time, logger);
            database.Prepare();
            return new(folderLock, database, logger, settings);
        }
        catch
        {
            folderLock.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<StoreRead> GetAsync(ProfileKey key, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return new(StoreOutcome.Abandoned);
        }

        // Who would stop waiting is a page.
        var isPage = cancellationToken.CanBeCanceled;
        var slot = isPage ? _slots.TryTake() : null;
        var read = new PendingRead(key, isOnPool: slot is not null);
        slot?.Start(read);
        if (slot is null && !_readers.TryAdd(read, isUrgent: isPage))
        {
            return new(StoreOutcome.Busy);
        }

        await ((Task)read.Task).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!read.Task.IsCompleted)
        {
            read.IsAbandoned = true;
            return new(StoreOutcome.Abandoned);
        }

        var answer = await read.Task;
        Note(answer.Outcome);
        return answer;
    }

    /// <inheritdoc/>
    public async ValueTask<StoreWrite> CompareAndSetAsync(ProfileKey key, long expected, ReadOnlyMemory<byte> value)
    {
        var write = new PendingWrite(key, expected, value);
        if (!_writer.TryAdd(write))
        {
            return new(StoreOutcome.Busy);
        }

        var answer = await write.Task;
        Note(answer.Outcome);
        return answer;
    }

    /// <summary>Writes what waits, and closes the files.</summary>
    public void Dispose()
    {
        _slots.Dispose();
        _readers.Dispose();
        _checkpoints.Dispose();
        _writer.Dispose();
        _lock.Dispose();
    }

    /// <summary>Logs the first trouble and its end, not every operation in between.</summary>
    private void Note(StoreOutcome outcome)
    {
        if (outcome is StoreOutcome.Full or StoreOutcome.Failed)
        {
            if (Interlocked.Exchange(ref _trouble, 1) == 0)
            {
                LogTrouble(outcome);
            }
        }
        else if (outcome == StoreOutcome.Done && Volatile.Read(ref _trouble) == 1 && Interlocked.Exchange(ref _trouble, 0) == 1)
        {
            LogTroubleEnded();
        }
    }

    [LoggerMessage(1903, LogLevel.Error, "The profile store is in trouble: {Outcome}. Pushes are answered 503 and pages stay plain until it works again.")]
    private partial void LogTrouble(StoreOutcome outcome);

    [LoggerMessage(1904, LogLevel.Information, "The profile store works again.")]
    private partial void LogTroubleEnded();
}
