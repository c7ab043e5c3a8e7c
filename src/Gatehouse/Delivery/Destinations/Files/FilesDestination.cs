using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Delivery.Destinations.Files;

/// <summary>Writes events into files, as <c>docs/formats/files.md</c> says.</summary>
internal sealed partial class FilesDestination : IDestination
{
    private const int SqliteFull = 13;
    private const int NoSpace = 28;
    private const int NoSpaceOnWindows = 112;

    private static readonly TimeSpan LongestTick = TimeSpan.FromSeconds(30);

    private readonly FilesOptions _options;
    private readonly DestinationContext _context;
    private readonly IFileDisk _disk;
    private readonly SemaphoreSlim _one = new(1);
    private readonly ILogger _logger;
    private readonly ITimer _ticks;
    private EventFiles? _files;
    private int _isDisposed;

    public FilesDestination(FilesOptions options, DestinationContext context, IFileDisk disk)
    {
        (_options, _context, _disk) = (options, context, disk);
        _logger = context.Loggers.CreateLogger<FilesDestination>();
        var tick = options.RollAge < LongestTick ? options.RollAge : LongestTick;
        _ticks = context.Time.CreateTimer(_ => _ = CloseDueAsync(), null, TimeSpan.Zero, tick);
    }

    public async ValueTask<DeliveryResult> SendAsync(DeliveryBatch batch, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _isBehind))
        {
            await Volatile.Read(ref _conversion).WaitAsync(cancellationToken);
        }

        await _one.WaitAsync(cancellationToken);
        try
        {
            // Once begun it is finished: what it writes is then known, and an attempt that was given up finds it written.
            return await OnThread(() => Write(batch));
        }
        finally
        {
            EndTurn();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        await _ticks.DisposeAsync();
        await _one.WaitAsync();
        EndTurn();
        await _conversion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _one.WaitAsync();
        await OnThread(() => Try(static files => files.CloseAll()));
        await OnThread(ConvertAll);

        // Never released: a tick that comes late finds it taken.
        Reset();
    }

    // A sync may take long; the pool's threads answer visitors.
    private static Task<T> OnThread<T>(Func<T> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static bool IsTrouble(Exception exception) => exception is IOException or UnauthorizedAccessException or SqliteException;

    private static string Describe(Exception exception) => exception switch
    {
        SqliteException { SqliteErrorCode: SqliteFull } => "The disk is full.",
        IOException when (exception.HResult & 0xFFFF) is NoSpace or NoSpaceOnWindows => "The disk is full.",
        UnauthorizedAccessException => "The folder may not be written to.",
        SqliteException sqlite => $"The state of the files cannot be used (SQLite error {sqlite.SqliteErrorCode}).",
        _ => $"The folder cannot be written to ({exception.GetType().Name}).",
    };

    private DeliveryResult Write(DeliveryBatch batch)
    {
        if (_files is { Waiting: > MostJournals } behind)
        {
            return DeliveryResult.Retry($"{behind.Waiting} journals wait for a Parquet file to be made of them.");
        }

        if (Try(files => files.Write(batch)) is { } trouble)
        {
            return DeliveryResult.Retry(trouble);
        }

        // What cannot be closed now is closed later; the events are on the disk.
        Try(static files => files.CloseDue());
        return DeliveryResult.Delivered();
    }

    private async Task CloseDueAsync()
    {
        if (!await _one.WaitAsync(TimeSpan.Zero))
        {
            return;
        }

        try
        {
            await OnThread(() => Try(static files => files.CloseDue()));
        }
        finally
        {
            EndTurn();
        }
    }

    /// <summary>Null: it is done. Otherwise what went wrong.</summary>
    private string? Try(Action<EventFiles> work)
    {
        try
        {
            if (_files is null)
            {
                _files = new(_options, _context, _disk);
                if (_files.Damaged > 0)
                {
                    LogDamaged(_context.Site, _context.Name, _files.Damaged);
                }
            }

            work(_files);
            return null;
        }
        catch (Exception exception) when (IsTrouble(exception))
        {
            Reset();
            var trouble = Describe(exception);
            LogTrouble(_context.Site, _context.Name, trouble, exception.Message);
            return trouble;
        }
        catch
        {
            Reset();
            throw;
        }
    }

    private void Reset()
    {
        _files?.Dispose();
        _files = null;
    }
}
