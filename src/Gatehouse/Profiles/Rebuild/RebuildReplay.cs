using Gatehouse.Events;
using Gatehouse.Profiles.Projection;
using Gatehouse.Sites;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Profiles.Rebuild;

/// <summary>Projects the log into the profiles of a rebuild, by the definitions that come next.</summary>
internal sealed partial class RebuildReplay(
    EdgeConfiguration configuration, IEventLog log, DefinitionsInService definitions, ProfileRecords live, RebuildShadow shadow, IErasures erasures, TimeProvider time, ILogger<RebuildReplay> logger)
{
    /// <summary>How many entries are read at once.</summary>
    public const int MostRecords = 1000;

    private const int MostBytes = 8 << 20;

    private readonly Insistence _insistence = new(time);

    /// <summary>Replays a batch of what lies before a position.</summary>
    /// <param name="rebuild">For which rebuild.</param>
    /// <param name="from">The first position that is not replayed.</param>
    /// <param name="end">Where to end; there is something before it.</param>
    /// <param name="stop">Ends it; what is done already counts once when it is done again.</param>
    /// <returns>The first position that is not replayed now.</returns>
    public async Task<long> StepAsync(string rebuild, long from, long end, CancellationToken stop)
    {
        var read = await _insistence.OfAsync(() => log.ReadAsync(from, (int)Math.Min(MostRecords, end - from), MostBytes, stop).AsTask(), LogLogFailed, stop);
        var batch = read.Where(entry => entry.Position < end).ToList();
        var snapshot = configuration.Current;
        var next = snapshot.Sites.Where(site => definitions.Find(site.Name)?.Next is not null)
            .ToDictionary(static site => site.Name, site => definitions.Find(site.Name) is { Next: { } coming, Current: var current } ? coming.Without(current) : null!, StringComparer.Ordinal);
        var side = new ProjectionSide
        {
            Records = shadow.Open(rebuild),
            Log = log.Id.ToString("N"),
            Definitions = (site, _) => next[site],
            IsErased = erasures.IsErased,
            Prepare = SeedAsync,
        };
        await new BatchProjector(time, LogHeld).ProjectAsync(side, batch.OfType<LogRecord>().Where(record => !record.Event.IsOwn && next.ContainsKey(record.Site)), stop);

        // What was trimmed meanwhile is not there any more.
        return read.Count > batch.Count || batch.Count == 0 ? end : batch[^1].Position + 1;
    }

    /// <summary>A profile begins with what the live one knows of its identity: the events that said it may be trimmed.</summary>
    private async ValueTask<(StoreOutcome Outcome, ProfileRecord Record)> SeedAsync(ProfileKey key, StoredProfile stored)
    {
        if (stored.Version > 0)
        {
            return (StoreOutcome.Done, stored.Record);
        }

        var read = await live.GetAsync(key, CancellationToken.None);
        return read.Outcome switch
        {
            StoreOutcome.Done => (StoreOutcome.Done, new() { Claimed = read.Profile.Record.Claimed, Forgotten = read.Profile.Record.Forgotten }),
            StoreOutcome.Unreadable => (StoreOutcome.Done, stored.Record),
            var trouble => (trouble, stored.Record),
        };
    }

    [LoggerMessage(1751, LogLevel.Warning, "A rebuild of profiles waits, because its store is in trouble: {Outcome}.")]
    private partial void LogHeld(StoreOutcome outcome);

    [LoggerMessage(1752, LogLevel.Error, "The log could not be read for a rebuild of profiles; it is tried again.")]
    private partial void LogLogFailed(Exception trouble);
}
