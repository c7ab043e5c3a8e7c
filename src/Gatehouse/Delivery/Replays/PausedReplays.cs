using Gatehouse.Delivery.Books;
using Gatehouse.Diagnostics;
using Gatehouse.Events;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Delivery.Replays;

/// <summary>Tells of replays that are paused and perhaps forgotten: the log keeps for them whatever came since their place.</summary>
internal sealed partial class PausedReplays(DeliveryBooks books, IEventLog log, LedgerMetrics metrics, TimeProvider time, ILogger<PausedReplays> logger) : RepeatedLook(TimeSpan.Zero, Pause, time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan FirstWarning = TimeSpan.FromHours(1);
    private static readonly TimeSpan NextWarning = TimeSpan.FromDays(1);

    // Whose they are, since when they were seen to be paused, and when that is said next.
    private readonly Dictionary<long, (Replay Replay, DateTimeOffset Since, DateTimeOffset Due)> _seen = [];

    /// <inheritdoc/>
    public override async Task LookAsync(CancellationToken stop)
    {
        var now = Time.GetUtcNow();
        var paused = (await books.ReadAsync(ReplayRows.Unfinished)).Where(static replay => replay.State == ReplayState.Paused).ToDictionary(static replay => replay.Id);
        foreach (var (id, one) in _seen.Where(one => !paused.ContainsKey(one.Key)).ToList())
        {
            metrics.PausedReplay(one.Replay.Site, one.Replay.Destination, 0);
            _seen.Remove(id);
        }

        foreach (var replay in paused.Values)
        {
            var kept = log.Next - Math.Max(log.First, replay.Cursor);
            metrics.PausedReplay(replay.Site, replay.Destination, kept);
            var (_, since, due) = _seen.GetValueOrDefault(replay.Id, (replay, now, now + FirstWarning));
            if (now >= due)
            {
                LogKept(replay.Id, replay.Site, replay.Destination, since, kept);
                due = now + NextWarning;
            }

            _seen[replay.Id] = (replay, since, due);
        }
    }

    /// <inheritdoc/>
    protected override void LookFailed(Exception trouble) => LogUnread(trouble);

    [LoggerMessage(1849, LogLevel.Warning, "Replay {Id} to destination {Destination} of site {Site} is paused, since {Since:u} or longer, and the log keeps {Count} entries that came since its place. Resume it or cancel it.")]
    private partial void LogKept(long id, string site, string destination, DateTimeOffset since, long count);

    [LoggerMessage(1850, LogLevel.Error, "Replays that are paused could not be read; it is tried again.")]
    private partial void LogUnread(Exception trouble);
}
