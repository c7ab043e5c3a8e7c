using BitFaster.Caching.Lfu;
using BitFaster.Caching.Scheduler;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Profiles;

/// <summary>Stands before the store: a bounded cache of hot profiles, written through, and changes by compare-and-set.</summary>
internal sealed partial class ProfileRecords(IProfileStore store, ILogger<ProfileRecords> logger)
{
    /// <summary>How many profiles are kept hot; the least used one gives way.</summary>
    public const int MostHot = 8192;

    private const int MostTries = 32;

    // Upkeep on the calling thread, some microseconds now and then: the bound then holds at once, and no pool thread is woken.
    private readonly ConcurrentLfu<ProfileKey, ProfileSlot> _hot = new(Environment.ProcessorCount, MostHot, new ForegroundScheduler(), EqualityComparer<ProfileKey>.Default);

    private readonly LargeProfiles _large = new();

    /// <summary>The slot of a profile that was read or changed lately. Null: cold.</summary>
    public ProfileSlot? Hot(ProfileKey key) => _hot.TryGet(key, out var slot) && slot.Current is not null ? slot : null;

    /// <summary>The slot of a profile, made when there is none.</summary>
    public ProfileSlot SlotOf(ProfileKey key) => _hot.GetOrAdd(key, static _ => new());

    /// <summary>The profile, from the cache or the store.</summary>
    public async ValueTask<ProfileRead> GetAsync(ProfileKey key, CancellationToken cancellationToken)
    {
        var slot = SlotOf(key);
        return slot.Current is { } current ? new(StoreOutcome.Done, current) : await LoadAsync(key, slot, cancellationToken);
    }

    /// <summary>Changes a profile. When it is done, the change is on disk and every later read sees it.</summary>
    /// <param name="key">Whose.</param>
    /// <param name="state">Handed to <paramref name="change"/>.</param>
    /// <param name="change">Makes the record that replaces another one. Pure: it runs again when somebody else was faster.</param>
    public async ValueTask<ProfileUpdate> UpdateAsync<T>(ProfileKey key, T state, Func<ProfileRecord, T, Merged> change)
    {
        var slot = SlotOf(key);
        await slot.Turn.WaitAsync(CancellationToken.None);
        try
        {
            return await UpdateInTurnAsync(key, slot, state, change);
        }
        finally
        {
            slot.Turn.Release();
        }
    }

    /// <summary>Takes the turns of several profiles, so that nobody else in the process changes them until they are given back.</summary>
    /// <param name="keys">Whose; no two the same. Taken in one order by all, so that no two callers wait for each other.</param>
    public async ValueTask<ProfileTurns> TakeTurnsAsync(IEnumerable<ProfileKey> keys)
    {
        var turns = new ProfileTurns();
        foreach (var key in keys.OrderBy(static key => key.Id, StringComparer.Ordinal).ThenBy(static key => key.Kind).ThenBy(static key => key.Site, StringComparer.Ordinal))
        {
            await turns.AddAsync(SlotOf(key));
        }

        return turns;
    }

    /// <summary>Deletes a profile, whatever is in it. When it is done, every later read finds none.</summary>
    /// <param name="key">Whose.</param>
    /// <param name="mayGo">Whether it may, as it is now.</param>
    public async ValueTask<StoreOutcome> DeleteAsync(ProfileKey key, Func<ProfileRecord, bool> mayGo)
    {
        var slot = SlotOf(key);
        await slot.Turn.WaitAsync(CancellationToken.None);
        try
        {
            for (var tries = 0; tries < MostTries; tries++)
            {
                var read = await LoadAsync(key, slot, CancellationToken.None);
                if (read.Outcome != StoreOutcome.Done || read.Profile.Version == 0 || !mayGo(read.Profile.Record))
                {
                    return read.Outcome;
                }

                var deleted = await store.CompareAndSetAsync(key, read.Profile.Version, default);
                if (deleted.Outcome == StoreOutcome.Done)
                {
                    // The slot would keep the highest version, and versions begin anew.
                    _hot.TryRemove(key);
                    slot.Clear();
                    return StoreOutcome.Done;
                }

                if (deleted.Outcome != StoreOutcome.Conflict)
                {
                    return deleted.Outcome;
                }
            }

            return StoreOutcome.Busy;
        }
        finally
        {
            slot.Turn.Release();
        }
    }

    /// <summary>Replaces a profile whose turn the caller has.</summary>
    /// <returns>With <see cref="StoreOutcome.Done"/>, the profile as it is stored now.</returns>
    public async ValueTask<ProfileRead> SaveAsync(ProfileKey key, StoredProfile before, ProfileRecord record)
    {
        var value = ProfileCodec.Encode(record);
        var written = await store.CompareAndSetAsync(key, before.Version, value);
        if (written.Outcome == StoreOutcome.Done)
        {
            // Read back from its own bytes: the values of a merged record may hold on to a whole request's body.
            var stored = new StoredProfile(written.Version, ProfileCodec.Decode(value) ?? record);
            var slot = SlotOf(key);
            slot.Offer(stored);
            _large.Note(slot, stored, value.Length);
            return new(StoreOutcome.Done, stored);
        }

        // What is hot is older than what is stored: the next reading must not be of the cache.
        return written.Outcome == StoreOutcome.Conflict
            ? await LoadAsync(key, SlotOf(key), CancellationToken.None) with { Outcome = StoreOutcome.Conflict }
            : new(written.Outcome, before);
    }

    private async ValueTask<ProfileUpdate> UpdateInTurnAsync<T>(ProfileKey key, ProfileSlot slot, T state, Func<ProfileRecord, T, Merged> change)
    {
        var read = slot.Current is { } current ? new(StoreOutcome.Done, current) : await LoadAsync(key, slot, CancellationToken.None);
        for (var tries = 0; tries < MostTries && read.Outcome == StoreOutcome.Done; tries++)
        {
            var merged = change(read.Profile.Record, state);
            if (ReferenceEquals(merged.Record, read.Profile.Record))
            {
                return new(StoreOutcome.Done, merged.Outcome);
            }

            var saved = await SaveAsync(key, read.Profile, merged.Record);
            if (saved.Outcome == StoreOutcome.Done)
            {
                if (!ReferenceEquals(slot, SlotOf(key)))
                {
                    // Evicted meanwhile; for those who wait for their turn there.
                    slot.Offer(saved.Profile);
                }

                return new(StoreOutcome.Done, merged.Outcome, merged.Dropped);
            }

            if (saved.Outcome != StoreOutcome.Conflict)
            {
                return new(saved.Outcome);
            }

            read = await LoadAsync(key, slot, CancellationToken.None);
        }

        return new(read.Outcome == StoreOutcome.Done ? StoreOutcome.Busy : read.Outcome);
    }

    private async ValueTask<ProfileRead> LoadAsync(ProfileKey key, ProfileSlot slot, CancellationToken cancellationToken)
    {
        var read = await store.GetAsync(key, cancellationToken);
        if (read.Outcome != StoreOutcome.Done)
        {
            return new(read.Outcome, StoredProfile.None);
        }

        var profile = StoredProfile.None;
        if (read.Version > 0)
        {
            if (ProfileCodec.Decode(read.Value) is not { } record)
            {
                LogUnreadable(key.Site);
                return new(StoreOutcome.Unreadable, StoredProfile.None);
            }

            profile = new(read.Version, record);
        }

        slot.Offer(profile);
        _large.Note(slot, profile, read.Value.Length);
        return new(StoreOutcome.Done, profile);
    }

    [LoggerMessage(1701, LogLevel.Error, "A stored profile of site {Site} cannot be read: it is broken, or was written by a newer version. It is left as it is.")]
    private partial void LogUnreadable(string site);
}
