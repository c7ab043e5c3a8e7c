using Gatehouse.Diagnostics;
using Gatehouse.Events;
using Gatehouse.Profiles.Audiences;
using Gatehouse.Profiles.Rebuild;
using Gatehouse.Sites;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Profiles.Projection;

/// <summary>Follows the log and brings what its events say into the profiles of their visitors. The only writer of what is computed from events.</summary>
internal sealed partial class ProjectionReader(
    EdgeConfiguration configuration,
    IEventLog log,
    ProfileRecords records,
    DefinitionsInService definitions,
    RebuildSwap swap,
    ProjectionGate gate,
    AudienceEvents audienceEvents,
    IDueTimes due,
    IErasures erasures,
    EdgeMetrics metrics,
    TimeProvider time,
    ILogger<ProjectionReader> logger) : BackgroundService
{
    /// <summary>Name of its cursor.</summary>
    public const string ReaderName = "projection";

    private const int MostRecords = 1000;
    private const int MostBytes = 8 << 20;

    // What comes meanwhile shares one commit. By the machine's clock: it is the machine that is spared.
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(3);

    // The log may be in trouble; the projection stays where it is until that is over.
    private readonly Insistence _insistence = new(time);
    private readonly string _log = log.Id.ToString("N");

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var position = await _insistence.OfAsync(() => log.ReadCursorAsync(ReaderName, stoppingToken).AsTask(), LogLogFailed, stoppingToken);
            gate.Begin(position, log.Next);
            var stored = Task.CompletedTask;
            while (true)
            {
                var from = position;
                var batch = await _insistence.OfAsync(() => log.ReadAsync(from, MostRecords, MostBytes, stoppingToken).AsTask(), LogLogFailed, stoppingToken);
                await gate.EnterAsync(stoppingToken);
                try
                {
                    await ProjectAsync(batch, stoppingToken);
                    position = batch[^1].Position + 1;
                }
                finally
                {
                    gate.Leave(position);
                }

                var next = position;

                // Beside the next batch: the profiles wait for one sync less, and what a crash applies again changes nothing.
                await stored;
                stored = _insistence.OfAsync(() => log.StoreCursorAsync(ReaderName, next, CancellationToken.None).AsTask(), LogLogFailed, stoppingToken);
                if (batch.Count < MostRecords)
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

    private async Task ProjectAsync(IReadOnlyList<LogEntry> batch, CancellationToken stop)
    {
        var snapshot = configuration.Current;
        var side = new ProjectionSide
        {
            Records = records,
            Log = _log,
            Definitions = (site, record) => definitions.For(snapshot.FindByName(site)!, record),
            IsErased = erasures.IsErased,
            Prepare = swap.PrepareAsync,
            PreparedAt = site => definitions.SwapOf(site)?.Time,
            AudienceEvents = audienceEvents,
            Metrics = metrics,
        };
        var projector = new BatchProjector(time, LogHeld);
        var again = await projector.ProjectAsync(side, batch.OfType<LogRecord>().Where(record => !record.Event.IsOwn && snapshot.FindByName(record.Site) is not null), stop);
        if (again.Count > 0)
        {
            await projector.InsistAsync(async () => await due.SetAsync([.. again.Select(static one => new DueTime(one.Key, one.Value))]), stop);
        }

        foreach (var site in batch.OfType<LogRecord>().GroupBy(static record => record.Site, StringComparer.Ordinal))
        {
            metrics.Profiles(site.Key, "event_applied", site.Count());
        }
    }

    [LoggerMessage(1740, LogLevel.Warning, "Events wait before the profiles, because the store is in trouble: {Outcome}.")]
    private partial void LogHeld(StoreOutcome outcome);

    [LoggerMessage(1741, LogLevel.Error, "The log could not be read for the profiles; it is tried again.")]
    private partial void LogLogFailed(Exception trouble);
}
