using System.Globalization;
using Gatehouse.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Delivery.Books;

/// <summary>
/// <c>delivery.db</c> in the Data folder: cursors, outcomes, dead letters, and what the ledger reader counts. One thread writes, one
/// transaction for all that waits. Trouble is thrown to whoever asked, and nothing of what was asked for is done then.
/// </summary>
internal sealed partial class DeliveryBooks : IDisposable
{
    private const int MostWaiting = 4096;
    private const int MostInCommit = 256;
    private const string Settings = "PRAGMA cache_size = -8192;" + CheckpointThread.WriterSettings;

    private readonly string _path;
    private readonly CheckpointThread _checkpoints;
    private readonly BatchThread<BookChange> _writer;
    private readonly WorkThreads _questions = new("gatehouse-delivery-questions", 1);
    private BookWriter? _books;
    private SqliteConnection? _reading;

    private DeliveryBooks(string path)
    {
        _path = path;
        _books = new(SqliteFile.Connect(path, Settings));
        _reading = ConnectToRead();
        _checkpoints = new("gatehouse-delivery-checkpoints", () => SqliteFile.Connect(path, string.Empty));
        _writer = new("gatehouse-delivery-writer", MostWaiting, MostInCommit, Write);
    }

    /// <summary>Whether the file was made at this start, because there was none or it was broken.</summary>
    public bool IsNew { get; private init; }

    /// <summary>Opens the books, and makes them when there are none.</summary>
    /// <param name="folder">The Data folder.</param>
    /// <param name="log">The log that they are of. With another log's books everything that was pending there is lost.</param>
    /// <param name="first">The log's oldest position.</param>
    /// <param name="next">The position that the log gives next.</param>
    /// <param name="time">Names what is put aside.</param>
    /// <param name="logger">Told of trouble.</param>
    /// <exception cref="StorageException">They cannot be used; the message says why.</exception>
    public static DeliveryBooks Open(string folder, Guid log, long first, long next, TimeProvider time, ILogger<DeliveryBooks> logger)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "delivery.db");
        try
        {
            return Open(path, log, first, next, time.GetUtcNow());
        }
        catch (SqliteException error) when (SqliteErrors.IsCorruption(error))
        {
            LogPutAside(logger, SqliteFile.PutAside(path, time), error.Message);
            return Open(path, log, first, next, time.GetUtcNow());
        }
        catch (SqliteException error)
        {
            throw new StorageException($"The books of deliveries '{path}' cannot be opened: {error.Message}", error);
        }
    }

    /// <summary>
    /// Changes the books, durably, in one transaction with whatever else waits. A change is made again, alone, when another one of the
    /// transaction fails.
    /// </summary>
    /// <exception cref="SqliteException">The disk is in trouble; nothing is changed.</exception>
    /// <exception cref="StorageException">Too much waits, or the books are closed.</exception>
    public Task WriteAsync(Action<BookWriter> change)
    {
        var pending = new BookChange(change);
        return _writer.TryAdd(pending) ? pending.Task : throw new StorageException("Too much waits for the books of deliveries.");
    }

    /// <summary>Asks the books. All that one question reads is of one moment.</summary>
    public Task<T> ReadAsync<T>(Func<SqliteConnection, T> question) => _questions.RunAsync(() =>
    {
        var reading = _reading ??= ConnectToRead();
        try
        {
            SqliteFile.Execute(reading, "BEGIN");
            var answer = question(reading);
            SqliteFile.Execute(reading, "COMMIT");
            return answer;
        }
        catch
        {
            // Not trusted after trouble; closing it ends the view, and the next question makes another.
            reading.Dispose();
            _reading = null;
            throw;
        }
    });

    /// <summary>Writes what waits, and closes the file.</summary>
    public void Dispose()
    {
        _questions.Dispose();
        _reading?.Dispose();
        _checkpoints.Dispose();
        _writer.Dispose();
        _books?.Dispose();
    }

    private static DeliveryBooks Open(string path, Guid log, long first, long next, DateTimeOffset now)
    {
        bool isNew;
        using (var connection = SqliteFile.Connect(path, string.Empty))
        {
            var version = long.Parse(SqliteFile.Scalar(connection, "PRAGMA user_version")!, CultureInfo.InvariantCulture);
            if (version > DeliverySchema.Version)
            {
                throw new StorageException($"The books of deliveries '{path}' have schema {version}; this version knows {DeliverySchema.Version}. They were written by a newer Gatehouse: start that one, or set Gatehouse:Data to another folder.");
            }

            isNew = version == 0;
            if (version < DeliverySchema.Version)
            {
                DeliverySchema.Bring(connection, version);
            }

            BookLog.Adopt(connection, log, first, next, now);
        }

        return new(path) { IsNew = isNew };
    }

    private SqliteConnection ConnectToRead() => SqliteFile.Connect(_path, "PRAGMA query_only = 1;");

    private void Write(List<BookChange> batch)
    {
        try
        {
            _books ??= new(SqliteFile.Connect(_path, Settings));
            if (_checkpoints.TakeRestartWish())
            {
                SqliteFile.Scalar(_books.Connection, "PRAGMA wal_checkpoint(RESTART)");
            }

            _books.Begin();
            foreach (var change in batch)
            {
                change.Do(_books);
            }

            _books.Commit();
            _checkpoints.Committed();
            batch.ForEach(static change => change.Succeed());
        }
#pragma warning disable CA1031 // It is whoever waits who handles it.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Abandon();
            if (batch.Count > 1 && (error is not SqliteException trouble || SqliteErrors.IsOfStatement(trouble)))
            {
                // It is one of them that cannot be made, not the disk: that one must not take the others with it.
                batch.ForEach(change => Write([change]));
                return;
            }

            batch.ForEach(change => change.Fail(error));
        }
    }

    /// <summary>Lets go of the connection, which is not trusted after trouble; the next write makes another.</summary>
    private void Abandon()
    {
        try
        {
            _books?.Rollback();
        }
        catch (SqliteException)
        {
            // Closing it ends the transaction, too.
        }

        _books?.Dispose();
        _books = null;
    }

    [LoggerMessage(1801, LogLevel.Error, "The books of deliveries could not be read ({Finding}). They were put aside as {Name}; destinations go on at the log's own cursors, counts and dead letters begin anew.")]
    private static partial void LogPutAside(ILogger logger, string name, string finding);
}
