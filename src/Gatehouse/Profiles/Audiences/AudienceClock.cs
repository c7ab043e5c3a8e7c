using Gatehouse.Events;
using Gatehouse.Profiles.Rebuild;
using Gatehouse.Sites;
using Microsoft.Extensions.Hosting;

namespace Gatehouse.Profiles.Audiences;

/// <summary>Lets visitors leave audiences, and enter them, by the passage of time alone.</summary>
internal sealed class AudienceClock(EdgeConfiguration configuration, DefinitionsInService definitions, IDueTimes due, ProfileRecords records, AudienceEvents events, IEventLog log, TimeProvider time) : BackgroundService
{
    private const int MostAtOnce = 256;

    // A profile that becomes due sooner than what is slept for is seen this much later at most.
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(1);

    private readonly string _log = log.Id.ToString("N");

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                if (await RunDueAsync() < MostAtOnce)
                {
                    await Task.Delay(LongestSleep, time, stoppingToken);
                }

                stoppingToken.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException)
        {
            // What is due is found again at the next start.
        }
    }

    /// <summary>Looks at what is due now, and says of how many that is done: what a store in trouble did not take stays due.</summary>
    public async Task<int> RunDueAsync()
    {
        var found = await due.FindAsync(ProfileTime.Of(time.GetUtcNow()), MostAtOnce);
        var done = (await Task.WhenAll(found.Select(one => LookAsync(one.Key, one.Value)))).OfType<DueTime>().ToList();
        return done.Count > 0 && await due.SetAsync(done) == StoreOutcome.Done ? done.Count : 0;
    }

    /// <summary>Looks at one. Null: it stays due, because a store is in trouble.</summary>
    private async Task<DueTime?> LookAsync(ProfileKey key, long dueAt)
    {
        if (configuration.Current.FindByName(key.Site) is not { } site)
        {
            return new DueTime(key, null, dueAt);
        }

        var judged = await records.UpdateAsync(key, (Definitions: definitions, Site: site, DueAt: dueAt, Log: _log), static (record, state) =>
        {
            // Time changes what was computed of events. Without that, as of somebody who has expired or moved, there is nothing to judge.
            var after = record.Computed.Count == 0 ? record : state.Definitions.For(state.Site, record).Judge(record, state.DueAt, state.Log, 0);
            return new(after, ReferenceEquals(after, record) ? MergeOutcome.Duplicate : MergeOutcome.Changed);
        });
        var read = await records.GetAsync(key, CancellationToken.None);
        if (judged.Outcome == StoreOutcome.Unreadable || read.Outcome == StoreOutcome.Unreadable)
        {
            // Of a newer version, or broken. It would stand before all others for ever.
            return new DueTime(key, null, dueAt);
        }

        if (judged.Outcome != StoreOutcome.Done || read.Outcome != StoreOutcome.Done)
        {
            return null;
        }

        // Also after a crash between the change and its event, because the time is still noted then.
        await events.AppendAsync(key, [.. read.Profile.Record.Changes.Where(change => change.Position == 0 && change.Time >= dueAt && string.Equals(change.Log, _log, StringComparison.Ordinal))]);
        return new DueTime(key, definitions.For(site, read.Profile.Record).JudgedAgainAt(read.Profile.Record, dueAt), dueAt);
    }
}
