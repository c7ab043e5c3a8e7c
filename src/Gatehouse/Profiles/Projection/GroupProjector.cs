using System.Collections.Concurrent;

namespace Gatehouse.Profiles.Projection;

/// <summary>Applies one group of events to its profiles, as <c>docs/designs/0006-projection.md</c> says.</summary>
internal sealed class GroupProjector(ProjectionSide side)
{
    /// <summary>When visitors of the groups so far have to be looked at again though nothing happens to them.</summary>
    public ConcurrentDictionary<ProfileKey, long?> Due { get; } = [];

    /// <summary>Applies a group. When it is done, all of it is on disk and every later read sees it; else nothing has gone wrong that the next try cannot mend.</summary>
    public async Task<StoreOutcome> ProjectAsync(IReadOnlyList<ProjectedEvent> events)
    {
        var keys = events.SelectMany(static one => one.Joins is { } joins ? new[] { one.Home, joins } : [one.Home]).Distinct().ToList();
        var finished = await FinishMovesAsync(keys);
        if (finished != StoreOutcome.Done)
        {
            return finished;
        }

        using var turns = await side.Records.TakeTurnsAsync(keys);
        var group = new WorkingGroup(side);
        var loaded = await group.LoadAsync(keys);
        if (loaded != StoreOutcome.Done)
        {
            return loaded;
        }

        foreach (var projected in events)
        {
            // Here and not before: an erasure that took the profile's turn meanwhile must not be undone.
            if (side.IsErased(projected.Record))
            {
                continue;
            }

            var outcome = await ApplyAsync(group, projected);
            if (outcome != StoreOutcome.Done)
            {
                return outcome;
            }
        }

        var saved = await group.SaveAsync();
        if (saved == StoreOutcome.Done)
        {
            await TellAsync(group, events);
        }

        return saved;
    }

    /// <summary>Puts into the log what these events changed in audiences, and notes when the visitors have to be looked at again.</summary>
    private async ValueTask TellAsync(WorkingGroup group, IReadOnlyList<ProjectedEvent> events)
    {
        if (side.AudienceEvents is not { } told)
        {
            return;
        }

        var positions = events.ToLookup(static projected => projected.Home, static projected => projected.Record.Position);
        var joins = events.Where(static projected => projected.Joins is not null).ToLookup(static projected => projected.Joins!.Value, static projected => projected.Record.Position);

        // Who has moved leaves before the user enters, so that those who take both for one visitor find the user in it.
        foreach (var key in joins.Concat(positions).Select(static ofOne => ofOne.Key).Union(group.Prepared))
        {
            if (group.Find(key) is not { } record)
            {
                continue;
            }

            var preparedAt = group.Prepared.Contains(key) ? side.PreparedAt(key.Site) : null;

            // Found in the profile and not only remembered from above, so that it is the same when a crash came in between. Time alone has
            // changed what was swapped; what a crash left of that, the rebuild finds.
            var own = group.ChangesOf(key).Where(change => string.Equals(change.Log, side.Log, StringComparison.Ordinal));
            await told.AppendAsync(key, [.. own.Where(change => change.Position == 0 ? change.Time == preparedAt : positions[key].Contains(change.Position) || joins[key].Contains(change.Position))], joins[key]);
            if (side.Definitions(key.Site, record).JudgedAgainAt(record, record.Seen ?? 0) is { } at)
            {
                Due[key] = at;
            }
        }
    }

    private async ValueTask<StoreOutcome> ApplyAsync(WorkingGroup group, ProjectedEvent projected)
    {
        if (projected.Joins is { } anonymous
            && group.Find(anonymous) is { } joining && group.Find(projected.Home) is not null
            && ProfileEvents.Release(joining, side.Definitions(anonymous.Site, joining), projected.Home.Id, side.Log, projected.Record) is { } released)
        {
            // Step A is on disk before step B is: a crash must never leave content in two profiles. What moved before is with the user
            // by then, because its place on the disk is taken now.
            var outcome = await group.ReleaseAsync(anonymous, released);
            if (outcome != StoreOutcome.Done)
            {
                return outcome;
            }

            group.Change(projected.Home, user => ProfileEvents.Absorb(user, side.Definitions(anonymous.Site, user), anonymous.Id, released.Outgoing!));
            group.Change(anonymous, static settled => new(ProfileEvents.Settle(settled), MergeOutcome.Changed));
        }

        var refused = 0;
        group.Change(projected.Home, before => ProfileEvents.Apply(before, side.Definitions(projected.Record.Site, before), side.Log, projected.Record, out refused));
        side.Metrics?.Profiles(projected.Record.Site, "event_trait_refused", refused);
        return StoreOutcome.Done;
    }

    /// <summary>Goes on with moves that a crash, or another node, has left. Without any turn held, because the user may be of no group.</summary>
    private async ValueTask<StoreOutcome> FinishMovesAsync(IEnumerable<ProfileKey> keys)
    {
        foreach (var key in keys.Where(static key => key.Kind == ProfileKind.Anonymous))
        {
            var read = await side.Records.GetAsync(key, CancellationToken.None);
            if (read is not { Outcome: StoreOutcome.Done, Profile.Record: { Outgoing: { } outgoing, Claimed: { } claimed } } || !ProfileKey.TryCreate(key.Site, ProfileKind.User, claimed, out var user))
            {
                continue;
            }

            var taken = await side.Records.UpdateAsync(user, (key, side, Outgoing: outgoing), static (record, move) => ProfileEvents.Absorb(record, move.side.Definitions(move.key.Site, record), move.key.Id, move.Outgoing));
            if (taken.Outcome != StoreOutcome.Done)
            {
                return taken.Outcome;
            }

            var settled = await side.Records.UpdateAsync(key, outgoing.Generation, static (record, generation) =>
                record.Outgoing?.Generation == generation ? new(ProfileEvents.Settle(record), MergeOutcome.Changed) : new(record, MergeOutcome.Duplicate));
            if (settled.Outcome != StoreOutcome.Done)
            {
                return settled.Outcome;
            }
        }

        return StoreOutcome.Done;
    }
}
