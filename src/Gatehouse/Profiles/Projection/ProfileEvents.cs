using Gatehouse.Events;

namespace Gatehouse.Profiles.Projection;

/// <summary>What an event does to a profile, and how one visitor's content moves to another profile. Pure.</summary>
internal static class ProfileEvents
{
    // Of each node one, and some of nodes that are gone.
    private const int MostLogs = 64;

    /// <summary>Applies an event to the profile that it belongs to. Nothing changes when it is applied already.</summary>
    /// <param name="before">The profile.</param>
    /// <param name="definitions">What the site computes.</param>
    /// <param name="log">The log's id, as positions are kept by.</param>
    /// <param name="record">The event.</param>
    /// <param name="refused">How many of its traits cannot be kept.</param>
    public static Merged Apply(ProfileRecord before, ProfileDefinitions definitions, string log, LogRecord record, out int refused)
    {
        refused = 0;
        if (IsApplied(before, log, record.Position))
        {
            return new(before, MergeOutcome.Duplicate);
        }

        var receipt = ProfileTime.Of(record.Facts.ReceivedAt);

        // A browser whose clock runs ahead must not own a trait until that time has come.
        var time = Math.Min(ProfileTime.Of(EventTime.Of(record.Event.Json.Span, record.Facts.ReceivedAt).Timestamp), receipt);
        var after = Mark(before, log, record.Position) with { Seen = Math.Max(before.Seen ?? long.MinValue, receipt) };
        if (before.Forgotten >= time)
        {
            return new(after, MergeOutcome.Outdated);
        }

        var merged = ProfileMerge.Event(after, EventTraits.Of(record.Event, out refused), time, receipt);
        var computed = definitions.Add(merged.Record, record.Event, time, receipt);
        return merged with { Record = definitions.Judge(computed, receipt, log, record.Position) };
    }

    /// <summary>Whether an event of a log is in a profile.</summary>
    public static bool IsApplied(ProfileRecord record, string log, long position) => record.Positions.TryGetValue(log, out var last) && last >= position;

    /// <summary>Step A of a move: what an anonymous profile holds goes on its way to the user. Null: it is not this user's to have, or nothing is there to move.</summary>
    /// <param name="anonymous">The profile.</param>
    /// <param name="definitions">What the site computes.</param>
    /// <param name="userId">Who the visitor is.</param>
    /// <param name="log">The log's id, as positions are kept by.</param>
    /// <param name="record">The event that says so.</param>
    public static ProfileRecord? Release(ProfileRecord anonymous, ProfileDefinitions definitions, string userId, string log, LogRecord record)
    {
        var position = record.Position;
        if (anonymous.Outgoing is not null || (anonymous.Claimed is { } claimed && !string.Equals(claimed, userId, StringComparison.Ordinal)) || IsApplied(anonymous, log, position))
        {
            return null;
        }

        if (anonymous.Claimed is not null && anonymous.Traits.Count == 0 && anonymous.Computed.Count == 0)
        {
            return null;
        }

        var generation = anonymous.Generation + 1;
        return definitions.Leave(Mark(anonymous, log, position), ProfileTime.Of(record.Facts.ReceivedAt), log, position) with
        {
            Claimed = userId,
            Generation = generation,
            Traits = ProfileRecord.Empty.Traits,
            Computed = ProfileRecord.Empty.Computed,
            Outgoing = new(generation, anonymous.Traits, anonymous.Computed, anonymous.Seen),
        };
    }

    /// <summary>Step B of a move: the user's profile takes it over, once.</summary>
    public static Merged Absorb(ProfileRecord user, ProfileDefinitions definitions, string anonymousId, OutgoingContent content)
    {
        var known = user.Joined.FirstOrDefault(joined => string.Equals(joined.Id, anonymousId, StringComparison.Ordinal));
        if (known.Id is not null && known.Generation >= content.Generation)
        {
            return new(user, MergeOutcome.Duplicate);
        }

        var others = user.Joined.Where(joined => !string.Equals(joined.Id, anonymousId, StringComparison.Ordinal)).TakeLast(ProfileRecord.MostJoined - 1);
        var joined = user with
        {
            Joined = [.. others, new(anonymousId, content.Generation, content.Seen ?? known.Seen)],
            Seen = content.Seen is { } seen ? Math.Max(user.Seen ?? long.MinValue, seen) : user.Seen,
        };
        var merged = ProfileMerge.Join(joined, content.Traits);
        return merged with { Record = definitions.Join(merged.Record, content.Computed) };
    }

    /// <summary>Step C of a move: the anonymous profile lets go.</summary>
    public static ProfileRecord Settle(ProfileRecord anonymous) => anonymous with { Outgoing = null };

    private static ProfileRecord Mark(ProfileRecord record, string log, long position)
    {
        // A log that has gone for good is never told of; those not heard of for longest give way.
        var others = record.Positions.Where(known => !string.Equals(known.Key, log, StringComparison.Ordinal)).TakeLast(MostLogs - 1);
        return record with { Positions = new Dictionary<string, long>([.. others, new(log, position)], StringComparer.Ordinal) };
    }
}
