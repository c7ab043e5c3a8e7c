using Gatehouse.Profiles.Audiences;

namespace Gatehouse.Profiles.Projection;

/// <summary>The profiles of one group while its events are applied: read once, changed in memory, written once.</summary>
internal sealed class WorkingGroup(ProjectionSide side)
{
    private readonly Dictionary<ProfileKey, (StoredProfile Stored, ProfileRecord Record)> _profiles = [];
    private readonly HashSet<ProfileKey> _released = [];
    private readonly HashSet<ProfileKey> _prepared = [];
    private readonly Dictionary<ProfileKey, List<AudienceChange>> _changes = [];

    /// <summary>Reads the profiles. One that cannot be understood is left out: it stays as it is, and its events pass it by.</summary>
    public async ValueTask<StoreOutcome> LoadAsync(IReadOnlyList<ProfileKey> keys)
    {
        foreach (var key in keys)
        {
            var read = await side.Records.GetAsync(key, CancellationToken.None);
            if (read.Outcome == StoreOutcome.Unreadable)
            {
                side.Metrics?.Profiles(key.Site, "event_unreadable", 1);
                continue;
            }

            if (read.Outcome != StoreOutcome.Done)
            {
                return read.Outcome;
            }

            // Another node began a move meanwhile; the next try finishes it first.
            if (read.Profile.Record.Outgoing is not null)
            {
                return StoreOutcome.Busy;
            }

            var prepared = await side.Prepare(key, read.Profile);
            if (prepared.Outcome != StoreOutcome.Done)
            {
                return prepared.Outcome;
            }

            if (!ReferenceEquals(prepared.Record, read.Profile.Record))
            {
                _prepared.Add(key);
                Note(key, read.Profile.Record, prepared.Record);
            }

            _profiles[key] = (read.Profile, prepared.Record);
        }

        return StoreOutcome.Done;
    }

    /// <summary>Profiles that were made ready by another record in their place.</summary>
    public IReadOnlyCollection<ProfileKey> Prepared => _prepared;

    /// <summary>The profile as it is now. Null: it cannot be understood.</summary>
    public ProfileRecord? Find(ProfileKey key) => _profiles.TryGetValue(key, out var profile) ? profile.Record : null;

    /// <summary>Changes a profile in memory.</summary>
    public void Change(ProfileKey key, Func<ProfileRecord, Merged> change)
    {
        if (_profiles.TryGetValue(key, out var profile))
        {
            var merged = change(profile.Record);
            side.Metrics?.ProfileTraitsDropped(key.Site, merged.Dropped);
            Note(key, profile.Record, merged.Record);
            _profiles[key] = (profile.Stored, merged.Record);
        }
    }

    /// <summary>Changes of audiences: those that a profile holds, and before them those that this group made and that have given way there.</summary>
    public IEnumerable<AudienceChange> ChangesOf(ProfileKey key)
    {
        var held = Find(key)?.Changes ?? [];
        return _changes.TryGetValue(key, out var made) ? made.Except(held).Concat(held) : held;
    }

    /// <summary>Writes at once that an anonymous profile's content is on its way.</summary>
    public async ValueTask<StoreOutcome> ReleaseAsync(ProfileKey key, ProfileRecord record)
    {
        Note(key, _profiles[key].Record, record);
        if (!_released.Add(key))
        {
            // The record was made from the one in memory, which differs from what is saved here in nothing but being saved.
            var all = await SaveAsync();
            if (all != StoreOutcome.Done)
            {
                return all;
            }
        }

        var saved = await side.Records.SaveAsync(key, _profiles[key].Stored, record);
        if (saved.Outcome == StoreOutcome.Done)
        {
            _profiles[key] = (saved.Profile, saved.Profile.Record);
        }

        return saved.Outcome;
    }

    /// <summary>Writes what has changed: users first, because an anonymous profile lets go of what they have taken over.</summary>
    public async ValueTask<StoreOutcome> SaveAsync()
    {
        var outcome = await SaveAsync(ProfileKind.User);
        return outcome == StoreOutcome.Done ? await SaveAsync(ProfileKind.Anonymous) : outcome;
    }

    /// <summary>Takes note of what a change of a profile changes in audiences: the profile itself keeps the last of it only.</summary>
    private void Note(ProfileKey key, ProfileRecord before, ProfileRecord after)
    {
        if (ReferenceEquals(before.Changes, after.Changes))
        {
            return;
        }

        if (!_changes.TryGetValue(key, out var made))
        {
            _changes.Add(key, made = []);
        }

        made.AddRange(after.Changes.Except(before.Changes));
    }

    private async ValueTask<StoreOutcome> SaveAsync(ProfileKind kind)
    {
        var changed = _profiles.Where(profile => profile.Key.Kind == kind && !ReferenceEquals(profile.Value.Stored.Record, profile.Value.Record)).ToList();
        var saves = changed.ConvertAll(profile => side.Records.SaveAsync(profile.Key, profile.Value.Stored, profile.Value.Record).AsTask());
        var outcome = StoreOutcome.Done;
        for (var i = 0; i < changed.Count; i++)
        {
            var saved = await saves[i];
            if (saved.Outcome == StoreOutcome.Done)
            {
                _profiles[changed[i].Key] = (saved.Profile, saved.Profile.Record);
            }
            else
            {
                outcome = saved.Outcome;
            }
        }

        return outcome;
    }
}
