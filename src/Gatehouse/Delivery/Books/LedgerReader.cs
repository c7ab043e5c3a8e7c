using Gatehouse.Events;
using Gatehouse.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Delivery.Books;

/// <summary>
/// Follows the log and counts what came in: events that were accepted, and of tallies what else was sent. Destinations follow behind
/// it, so that what is delivered has always been counted before.
/// </summary>
internal sealed partial class LedgerReader(IEventLog log, DeliveryBooks books, TimeProvider time, ILogger<LedgerReader> logger) : BackgroundService
{
    /// <summary>Name of its cursor.</summary>
    public const string ReaderName = "ledger";

    // Each round costs two synced commits, whatever it counts. By the machine's clock: it is the machine that is spared.
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(20);

    private const int MostEntries = 2000;
    private const int MostBytes = 8 << 20;

    // Spans that nobody needs are looked for this seldom.
    private static readonly TimeSpan TidyPause = TimeSpan.FromMinutes(1);

    private readonly TaskCompletionSource _begin = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ReadSignal _moved = new();
    private readonly Insistence _insistence = new(time);
    private readonly BookTidying _tidying = new();
    private long _position;
    private DateTimeOffset _tidied;

    /// <summary>The first position that is not counted yet.</summary>
    public long Position => Volatile.Read(ref _position);

    /// <summary>Lets it begin: destinations are in the books by then, so that none begins behind what was in the log before.</summary>
    public void Begin() => _begin.TrySetResult();

    /// <summary>Waits until a position is counted.</summary>
    public async ValueTask WaitAsync(long position, CancellationToken stop)
    {
        while (true)
        {
            var next = _moved.Next;
            if (Position > position)
            {
                return;
            }

            await next.WaitAsync(stop);
        }
    }

    /// <summary>Counts what the log has, at least one entry.</summary>
    /// <returns>How many it were.</returns>
    public async Task<int> StepAsync(CancellationToken stop)
    {
        var from = Position;
        var entries = await _insistence.OfAsync(() => log.ReadAsync(from, MostEntries, MostBytes, stop).AsTask(), LogFailed, stop);
        var next = entries[^1].Position + 1;
        await _insistence.OfAsync(() => books.WriteAsync(writer => Count(writer, next, entries)), LogFailed, stop);
        Volatile.Write(ref _position, next);
        _moved.Set();
        await _insistence.OfAsync(() => log.StoreCursorAsync(ReaderName, next, CancellationToken.None).AsTask(), LogFailed, stop);
        return entries.Count;
    }

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        _position = await books.ReadAsync(BookQuestions.Ledger);

        // Known to the log from the start, so that it does not trim what is not counted.
        await log.ReadCursorAsync(ReaderName, cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await _begin.Task.WaitAsync(stoppingToken);
            while (true)
            {
                var count = await StepAsync(stoppingToken);
                await TidyAsync();
                if (count < MostEntries)
                {
                    await Task.Delay(Linger, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The cursor says how far it came.
        }
    }

    private static void Count(BookWriter writer, long next, IReadOnlyList<LogEntry> entries)
    {
        var runs = LedgerRuns.Of(entries);
        writer.AddRuns(next, runs);
        foreach (var minute in runs.GroupBy(static run => (run.Site, run.Minute)))
        {
            var (count, bytes) = (minute.Sum(static run => (long)run.Count), minute.Sum(static run => run.Bytes));
            writer.Count(minute.Key.Site, minute.Key.Minute, IntakeKind.Accepted, string.Empty, count, bytes);
            writer.Count(minute.Key.Site, minute.Key.Minute, IntakeKind.Received, string.Empty, count, bytes);
        }

        foreach (var tally in entries.OfType<LogTally>())
        {
            Count(writer, tally);
        }
    }

    private static void Count(BookWriter writer, LogTally tally)
    {
        var minute = Minutes.Of(tally.At);

        // Those that are stored are counted as events.
        Add(IntakeKind.Received, string.Empty, tally.Received - tally.Stored);
        Add(IntakeKind.Duplicate, string.Empty, tally.Duplicates);
        Add(IntakeKind.Shed, string.Empty, tally.Shed);
        foreach (var (reason, count) in tally.Refused)
        {
            Add(IntakeKind.Refused, reason, count);
        }

        void Add(IntakeKind kind, string reason, long count)
        {
            if (count > 0)
            {
                writer.Count(tally.Site, minute, kind, reason, count, 0);
            }
        }
    }

    /// <summary>Deletes what is no longer asked for: spans that every destination has passed, and what is too old.</summary>
    private async ValueTask TidyAsync()
    {
        var now = time.GetUtcNow();
        if (now - _tidied < TidyPause)
        {
            return;
        }

        _tidied = now;
        try
        {
            await books.WriteAsync(writer => _tidying.Run(writer, now));
        }
#pragma warning disable CA1031 // It is tried again, and nothing hangs on it.
        catch (Exception trouble)
#pragma warning restore CA1031
        {
            LogFailed(trouble);
        }
    }

    [LoggerMessage(1802, LogLevel.Error, "The ledger could not be kept; it is tried again.")]
    private partial void LogFailed(Exception trouble);
}
