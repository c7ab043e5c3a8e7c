using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Gatehouse.Profiles;

/// <summary>The rules of <c>docs/formats/profile.md</c>. Pure.</summary>
internal static class ProfileMerge
{
    /// <summary>Applies a push.</summary>
    public static Merged Push(ProfileRecord before, ProfileMessage message)
    {
        if (message.Fingerprint is { } fingerprint && before.Messages.Contains(fingerprint))
        {
            return new(before, MergeOutcome.Duplicate);
        }

        return message.Forget ? Forget(before, message) : Traits(before, message);
    }

    /// <summary>Takes an answer of the profile API.</summary>
    public static Merged Pull(ProfileRecord before, PullRecord pull)
    {
        if (before.Pull?.At >= pull.At || before.Forgotten >= pull.At)
        {
            return new(before, MergeOutcome.Outdated);
        }

        return Bound(before with { Pull = pull });
    }

    /// <summary>Takes what an event says. Of two events with one stamp and receipt, the one applied later wins.</summary>
    public static Merged Event(ProfileRecord before, IReadOnlyList<KeyValuePair<string, JsonElement>> said, long time, long receipt)
    {
        Dictionary<string, StoredTrait>? traits = null;
        foreach (var (name, value) in said)
        {
            var trait = new StoredTrait(value, TraitSource.Event, time, receipt);
            var isNewer = !(traits ?? before.Traits).TryGetValue(name, out var known)
                || (known.Time == time && known.Receipt == receipt && known.Source == TraitSource.Event)
                || StoredTrait.ByAge.Compare(trait, known) > 0;
            if (isNewer)
            {
                traits ??= new(before.Traits, StringComparer.Ordinal);
                traits[name] = trait;
            }
        }

        return traits is null ? new(before, MergeOutcome.Changed) : Bound(before with { Traits = traits });
    }

    /// <summary>Takes traits of another profile of the same visitor.</summary>
    public static Merged Join(ProfileRecord before, IReadOnlyDictionary<string, StoredTrait> others)
    {
        var traits = new Dictionary<string, StoredTrait>(before.Traits, StringComparer.Ordinal);
        foreach (var (name, trait) in others)
        {
            if (!(before.Forgotten >= trait.Time) && (!traits.TryGetValue(name, out var known) || StoredTrait.ByAge.Compare(trait, known) > 0))
            {
                traits[name] = trait;
            }
        }

        return Bound(before with { Traits = traits });
    }

    /// <summary>Takes what a rebuild has found in the log of the same visitor. What is known of identity stays; what is not, is taken over.</summary>
    public static ProfileRecord Restore(ProfileRecord before, ProfileRecord shadow, string log)
    {
        var record = Join(before, shadow.Traits).Record;
        var joined = record.Joined.Select(static known => known.Id).ToHashSet(StringComparer.Ordinal);
        var positions = new Dictionary<string, long>(record.Positions, StringComparer.Ordinal);
        if (shadow.Positions.TryGetValue(log, out var position) && position > positions.GetValueOrDefault(log))
        {
            positions[log] = position;
        }

        return record with
        {
            Positions = positions,
            Seen = record.Seen is { } seen && seen >= shadow.Seen ? seen : shadow.Seen ?? record.Seen,
            Claimed = record.Claimed ?? shadow.Claimed,
            Generation = Math.Max(record.Generation, shadow.Generation),
            Joined = [.. shadow.Joined.Where(known => !joined.Contains(known.Id)).Concat(record.Joined).TakeLast(ProfileRecord.MostJoined)],
        };
    }

    private static Merged Forget(ProfileRecord before, ProfileMessage message)
    {
        var time = Math.Min(message.Time ?? message.Receipt, message.Receipt);
        return new(
            new()
            {
                Forgotten = Math.Max(before.Forgotten ?? long.MinValue, time),
                Messages = Remember(before.Messages, message.Fingerprint),
                Positions = before.Positions,
                Joined = before.Joined,
                Claimed = before.Claimed,
                Generation = before.Generation,
            },
            MergeOutcome.Changed);
    }

    private static Merged Traits(ProfileRecord before, ProfileMessage message)
    {
        var time = message.Time ?? message.Receipt;
        Dictionary<string, StoredTrait>? traits = null;
        if (!(before.Forgotten >= time))
        {
            foreach (var (name, value) in message.Traits)
            {
                var trait = new StoredTrait(value, TraitSource.Push, time, message.Receipt);
                if (!before.Traits.TryGetValue(name, out var known) || StoredTrait.ByAge.Compare(trait, known) > 0)
                {
                    traits ??= new(before.Traits, StringComparer.Ordinal);
                    traits[name] = trait;
                }
            }
        }

        return traits is null
            ? new(before, MergeOutcome.Outdated)
            : Bound(before with { Traits = traits, Messages = Remember(before.Messages, message.Fingerprint) });
    }

    private static IReadOnlyList<UInt128> Remember(IReadOnlyList<UInt128> messages, UInt128? fingerprint) =>
        fingerprint is { } one ? [.. messages.Skip(messages.Count + 1 - ProfileLimits.MostMessages), one] : messages;

    /// <summary>Lets the oldest traits give way, and pulled ones before all others.</summary>
    private static Merged Bound(ProfileRecord record)
    {
        var traits = record.Traits;
        var bytes = traits.Sum(static trait => SizeOf(trait.Key, trait.Value.Value));
        var dropped = 0;
        if (traits.Count > ProfileLimits.MostTraits || bytes > ProfileLimits.MostBytes)
        {
            var kept = Newest(traits, out bytes);
            dropped = traits.Count - kept.Count;
            record = record with { Traits = kept };
        }

        if (record.Pull is { } pull)
        {
            var room = Math.Min(pull.Traits.Count, ProfileLimits.MostTraits - record.Traits.Count);
            var fitting = 0;
            while (fitting < room && (bytes += SizeOf(pull.Traits[fitting].Name, pull.Traits[fitting].Value)) <= ProfileLimits.MostBytes)
            {
                fitting++;
            }

            if (fitting < pull.Traits.Count)
            {
                dropped += pull.Traits.Count - fitting;
                record = record with { Pull = pull with { Traits = [.. pull.Traits.Take(fitting)] } };
            }
        }

        return new(record, MergeOutcome.Changed, dropped);
    }

    private static Dictionary<string, StoredTrait> Newest(IReadOnlyDictionary<string, StoredTrait> traits, out int bytes)
    {
        var kept = new Dictionary<string, StoredTrait>(StringComparer.Ordinal);
        bytes = 0;
        foreach (var (name, trait) in traits.OrderByDescending(static trait => trait.Value, StoredTrait.ByAge).ThenBy(static trait => trait.Key, StringComparer.Ordinal))
        {
            var size = SizeOf(name, trait.Value);
            if (kept.Count == ProfileLimits.MostTraits || bytes + size > ProfileLimits.MostBytes)
            {
                break;
            }

            kept.Add(name, trait);
            bytes += size;
        }

        return kept;
    }

    private static int SizeOf(string name, JsonElement value) => Encoding.UTF8.GetByteCount(name) + JsonMarshal.GetRawUtf8Value(value).Length;
}
