using Gatehouse.Diagnostics;
using Gatehouse.Events;
using Gatehouse.Profiles.Audiences;
using Gatehouse.Sites;

namespace Gatehouse.Profiles.Rebuild;

/// <summary>Gives profiles what a rebuild has computed, each in one compare-and-set.</summary>
internal sealed class RebuildSwap(
    EdgeConfiguration configuration,
    IEventLog log,
    DefinitionsInService definitions,
    RebuildShadow shadow,
    ProfileRecords records,
    IProfileScan scan,
    IErasures erasures,
    AudienceEvents audienceEvents,
    IDueTimes due,
    EdgeMetrics metrics,
    TimeProvider time)
{
    private const int MostAtOnce = 500;

    // By the machine's clock: a store is waited for.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly string _log = log.Id.ToString("N");
    private long _swept;

    /// <summary>How many profiles the sweep has looked at.</summary>
    public long Swept => Volatile.Read(ref _swept);

    /// <summary>Swaps a profile that an event changes, when profiles of its site are being swapped. The caller has its turn.</summary>
    public async ValueTask<(StoreOutcome Outcome, ProfileRecord Record)> PrepareAsync(ProfileKey key, StoredProfile stored)
    {
        if (definitions.SwapOf(key.Site) is not { } swap || IsDone(stored.Record, swap))
        {
            return (StoreOutcome.Done, stored.Record);
        }

        var beside = await shadow.Open(swap.Rebuild).GetAsync(key, CancellationToken.None);
        return beside.Outcome is StoreOutcome.Done or StoreOutcome.Unreadable
            ? (StoreOutcome.Done, Swapped(key, stored.Record, beside.Profile, swap))
            : (beside.Outcome, stored.Record);
    }

    /// <summary>Swaps all profiles, and tells of the audiences that they entered and left by it. Waits while a store is in trouble.</summary>
    /// <param name="rebuild">Id of the rebuild.</param>
    /// <param name="stop">Ends it; it is to be done again then.</param>
    public async Task SweepAsync(string rebuild, CancellationToken stop)
    {
        Volatile.Write(ref _swept, 0);
        await SweepAsync(scan, stop);
        await SweepAsync(shadow.Scan(rebuild), stop);
    }

    private async Task SweepAsync(IProfileScan all, CancellationToken stop)
    {
        var place = 0L;
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            var page = await all.ReadAsync(place, MostAtOnce);
            if (page is { Count: 0 })
            {
                return;
            }

            if (page is not null && await SwapAsync(page))
            {
                place = page[^1].Place;
            }
            else
            {
                await Task.Delay(Pause, stop);
            }
        }
    }

    /// <summary>Swaps some. False: a store is in trouble; it is to be done again.</summary>
    private async Task<bool> SwapAsync(IReadOnlyList<ScannedProfile> page)
    {
        var snapshot = configuration.Current;
        var looks = page.Where(one => snapshot.FindByName(one.Key.Site) is not null && definitions.SwapOf(one.Key.Site) is not null).Select(one => SwapAsync(one.Key, snapshot.FindByName(one.Key.Site)!));
        var outcomes = await Task.WhenAll(looks);
        if (outcomes.Any(static outcome => outcome.IsInTrouble)
            || await due.SetAsync([.. outcomes.Select(static outcome => outcome.Due).OfType<DueTime>()]) != StoreOutcome.Done)
        {
            return false;
        }

        Interlocked.Add(ref _swept, outcomes.Length);
        return true;
    }

    private async Task<(bool IsInTrouble, DueTime? Due)> SwapAsync(ProfileKey key, Site site)
    {
        var swap = definitions.SwapOf(key.Site)!;
        var beside = await shadow.Open(swap.Rebuild).GetAsync(key, CancellationToken.None);
        if (beside.Outcome is not StoreOutcome.Done and not StoreOutcome.Unreadable)
        {
            return (true, null);
        }

        var oldest = site.Settings.ProfileExpiry is { } expiry ? ProfileTime.Of(time.GetUtcNow() - expiry) : long.MinValue;
        var update = await records.UpdateAsync(key, (This: this, key, beside.Profile, swap, oldest), static (record, state) =>
        {
            var after = state.This.Look(state.key, record, state.Profile, state.swap, state.oldest);
            return new(after, ReferenceEquals(after, record) ? MergeOutcome.Duplicate : MergeOutcome.Changed);
        });
        var read = await records.GetAsync(key, CancellationToken.None);
        if (update.Outcome == StoreOutcome.Unreadable || read.Outcome == StoreOutcome.Unreadable)
        {
            return (false, null);
        }

        if (update.Outcome != StoreOutcome.Done || read.Outcome != StoreOutcome.Done)
        {
            return (true, null);
        }

        // Also what was swapped by an event, or before a crash: the log knows a repeat by its message id.
        var now = read.Profile.Record;
        await audienceEvents.AppendAsync(key, [.. now.Changes.Where(change => change.Position == 0 && change.Time == swap.Time && string.Equals(change.Log, _log, StringComparison.Ordinal))]);
        metrics.Profiles(key.Site, "rebuilt", update.Merge == MergeOutcome.Changed ? 1 : 0);
        return (false, new(key, definitions.For(site, now).JudgedAgainAt(now, Math.Max(now.Seen ?? 0, swap.Time))));
    }

    /// <summary>A profile that the sweep meets. The same one: it is swapped already, or nothing of it would be another.</summary>
    private ProfileRecord Look(ProfileKey key, ProfileRecord record, StoredProfile beside, Swap swap, long oldest)
    {
        // Who has no profile any more gets one back only if it would not go again at once.
        if (IsDone(record, swap) || (ReferenceEquals(record, ProfileRecord.Empty) && (Usable(key, record, beside) is null || beside.Record.ChangedAt < oldest)))
        {
            return record;
        }

        var swapped = Swapped(key, record, beside, swap);
        return Usable(key, record, beside) is null && record.Computed.Count == 0 && ReferenceEquals(swapped.Audiences, record.Audiences) ? record : swapped;
    }

    private ProfileRecord Swapped(ProfileKey key, ProfileRecord record, StoredProfile beside, Swap swap) =>
        swap.Next.Swap(record, Usable(key, record, beside), swap.Rebuild, swap.Time, _log);

    /// <summary>What was computed beside a profile. Null: nothing, or the visitor was erased or forgotten since.</summary>
    private ProfileRecord? Usable(ProfileKey key, ProfileRecord record, StoredProfile beside)
    {
        var isUser = key.Kind == ProfileKind.User;
        return beside.Version > 0
            && beside.Record.Forgotten == record.Forgotten
            && !erasures.IsErased(key.Site, isUser ? null : key.Id, isUser ? key.Id : null, DateTimeOffset.UnixEpoch.AddTicks((beside.Record.Seen ?? 0) * TimeSpan.TicksPerMicrosecond))
                ? beside.Record
                : null;
    }

    private static bool IsDone(ProfileRecord record, Swap swap) => string.Equals(record.Rebuilt, swap.Rebuild, StringComparison.Ordinal);
}
