using Microsoft.Data.Sqlite;

namespace Gatehouse.Storage;

/// <summary>Copies the WAL into the database four times a second while there are commits: passive, so that nobody waits for it.</summary>
internal sealed class CheckpointThread : IDisposable
{
    /// <summary>Pragmas of the connection that writes what this checkpoints: a WAL that has begun anew is cut to where the next turn comes.</summary>
    public const string WriterSettings = "PRAGMA journal_size_limit = 16777216;";

    // 16 MiB of 4 KiB pages. Passive steps never catch up with a writer that never rests, so the writer itself takes a turn then.
    private const long MostPages = 4096;

    // Commits wait while the disk takes what a step has copied, so steps are short: with one a second, and turns at 64 MiB, the p99 of
    // an answer was twice as long.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly ManualResetEventSlim _stop = new();
    private readonly Func<SqliteConnection> _connect;
    private readonly Thread _thread;
    private int _commits;
    private int _restartWish;

    /// <summary>Starts the thread.</summary>
    /// <param name="name">What the thread is called.</param>
    /// <param name="connect">Makes its connection.</param>
    public CheckpointThread(string name, Func<SqliteConnection> connect)
    {
        _connect = connect;
        _thread = new(Run) { IsBackground = true, Name = name };
        _thread.Start();
    }

    /// <summary>Says that there was a commit.</summary>
    public void Committed() => Volatile.Write(ref _commits, 1);

    /// <summary>Whether the writer should let the WAL begin anew. Asked for at most once a checkpoint.</summary>
    public bool TakeRestartWish() => Volatile.Read(ref _restartWish) == 1 && Interlocked.Exchange(ref _restartWish, 0) == 1;

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Set();
        _thread.Join();
        _stop.Dispose();
    }

    private void Run()
    {
        SqliteConnection? connection = null;
        while (!_stop.Wait(Pause))
        {
            if (Interlocked.Exchange(ref _commits, 0) == 1)
            {
                Checkpoint(ref connection);
            }
        }

        connection?.Dispose();
    }

    private void Checkpoint(ref SqliteConnection? connection)
    {
        try
        {
            connection ??= _connect();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA wal_checkpoint(PASSIVE)";
            using var row = command.ExecuteReader();
            if (row.Read() && row.GetInt64(1) > MostPages)
            {
                Volatile.Write(ref _restartWish, 1);
            }
        }
        catch (SqliteException)
        {
            // A full disk, mostly. What is in the WAL is safe there; the next round tries again.
            connection?.Dispose();
            connection = null;
            Committed();
        }
    }
}
