using Gatehouse.Diagnostics;
using Gatehouse.Events;
using Gatehouse.Sites;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Delivery.Forwarding;

/// <summary>
/// Follows the log for one site and hands its events to the site's tracking API, in order, one request at a time. The cursor moves
/// when the API has acknowledged, so that a crash repeats one request at most, and an API that is down holds up its own site alone.
/// </summary>
internal sealed partial class SiteForwarder(
    string site,
    IEventLog log,
    TrackingApi api,
    EdgeConfiguration configuration,
    EdgeMetrics metrics,
    TimeProvider time,
    ILogger<SiteForwarder> logger)
{
    /// <summary>What the names of all these readers begin with.</summary>
    public const string ReaderPrefix = "forward:";

    private const int MostEntries = 1000;

    private readonly string _reader = ReaderOf(site);
    private readonly Backoff _backoff = new();
    private ForwardVerdict _trouble;

    private TrackingTarget? Target => configuration.Current.FindByName(site)?.Get(TrackingTarget.Part);

    /// <summary>The name of a site's cursor.</summary>
    public static string ReaderOf(string site) => ReaderPrefix + site;

    /// <summary>Works until it is stopped, or the site has no tracking API any more. A request under way is finished.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            await FollowAsync(stop);

            // What nobody reads any more must not be kept for its reader.
            await log.ForgetCursorAsync(_reader, stop);
        }
        catch (OperationCanceledException)
        {
            // Told to stop; the cursor says how far it came.
        }
    }

    private async Task FollowAsync(CancellationToken stop)
    {
        var position = await InsistAsync(() => log.ReadCursorAsync(_reader, stop), stop);
        while (Target is { Batch: not null })
        {
            var from = position;
            var entries = await InsistAsync(() => log.ReadAsync(from, MostEntries, EventLimits.BatchBytes, stop), stop);
            NoteGap(entries, from);
            position = entries[^1].Position + 1;
            var stored = from;
            foreach (var part in ForwardedBodies.Of(entries.OfType<LogRecord>().Where(record => string.Equals(record.Site, site, StringComparison.Ordinal)), time))
            {
                if (!await DeliverAsync(part, stop))
                {
                    return;
                }

                stored = part.Next;
            }

            if (stored < position)
            {
                await StoreAsync(position, stop);
            }
        }
    }

    /// <summary>False: there is no tracking API any more.</summary>
    private async Task<bool> DeliverAsync(ForwardedPart part, CancellationToken stop)
    {
        while (Target is { Batch: { } batchUrl } target)
        {
            stop.ThrowIfCancellationRequested();
            var answer = await api.SendAsync(target, batchUrl, part);
            Note(answer);
            switch (answer.Verdict)
            {
                case ForwardVerdict.Delivered:
                    metrics.Deliveries(site, "delivered", part.Records.Count);
                    await StoreAsync(part.Next, stop);
                    return true;
                case ForwardVerdict.Refused when part.Records.Count > 1:
                    // One event that the API cannot bear must not take the others with it.
                    foreach (var single in part.Split(time))
                    {
                        if (!await DeliverAsync(single, stop))
                        {
                            return false;
                        }
                    }

                    return true;
                case ForwardVerdict.Refused:
                    metrics.Deliveries(site, "dead", 1);
                    LogDead(site, part.Records[0].Position, answer.Reason);
                    await StoreAsync(part.Next, stop);
                    return true;
                default:
                    metrics.Deliveries(site, "retried", part.Records.Count);
                    await Task.Delay(answer.RetryAfter ?? _backoff.Next(), time, stop);
                    part = ForwardedBodies.Again(part, time);
                    break;
            }
        }

        return false;
    }

    /// <summary>What was acknowledged is stored even when the stop has begun; only a log in trouble is not waited for then.</summary>
    private async Task StoreAsync(long position, CancellationToken stop) =>
        await InsistAsync(
            async () =>
            {
                await log.StoreCursorAsync(_reader, position, CancellationToken.None);
                return position;
            },
            stop);

    /// <summary>The log may be in trouble, a full disk say; the reader stays where it is until that is over.</summary>
    private async Task<T> InsistAsync<T>(Func<ValueTask<T>> operation, CancellationToken stop)
    {
        var backoff = new Backoff();
        while (true)
        {
            try
            {
                return await operation();
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogLogFailed(exception, site);
            }

            await Task.Delay(backoff.Next(), time, stop);
        }
    }

    private void NoteGap(IReadOnlyList<LogEntry> entries, long from)
    {
        if (entries[0].Position > from)
        {
            LogGap(site, from, entries[0].Position);
        }
    }

    /// <summary>Logs the begin of a trouble, its change and its end, not every attempt in between.</summary>
    private void Note(ForwardAnswer answer)
    {
        var before = _trouble;
        _trouble = answer.Verdict;
        if (answer.Verdict == before)
        {
            return;
        }

        switch (answer.Verdict)
        {
            case ForwardVerdict.Misconfigured:
                LogMisconfigured(site, answer.Reason);
                break;
            case ForwardVerdict.Failed:
                LogFailed(site, answer.Reason);
                break;
            default:
                _backoff.Reset();
                if (before is ForwardVerdict.Misconfigured or ForwardVerdict.Failed)
                {
                    LogWorksAgain(site);
                }

                break;
        }
    }
}
