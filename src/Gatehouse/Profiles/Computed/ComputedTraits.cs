using System.Text.Json;
using Gatehouse.Conditions;
using Gatehouse.Sites;

namespace Gatehouse.Profiles.Computed;

/// <summary>The computed traits of a site.</summary>
internal sealed class ComputedTraits
{
    private readonly ComputedTrait[] _traits;

    /// <param name="settings">Their definitions.</param>
    /// <param name="revisions">How often each was ordered to be computed anew, by name.</param>
    public ComputedTraits(IReadOnlyList<ComputedTraitSettings> settings, IReadOnlyDictionary<string, int> revisions) =>
        _traits = [.. settings.Select(trait => new ComputedTrait(trait, revisions.GetValueOrDefault(trait.Name)))];

    private ComputedTraits(ComputedTrait[] traits) => _traits = traits;

    /// <summary>Names, each with the fingerprint of its definition.</summary>
    public IEnumerable<(string Name, string Fingerprint)> Fingerprints => _traits.Select(static trait => (trait.Name, trait.Fingerprint));

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => _traits.Length == 0;

    /// <summary>Adds an event. What was computed by a definition that is no longer there goes.</summary>
    public ProfileRecord Add(ProfileRecord record, in EventFacts facts, long time, long receipt)
    {
        Dictionary<string, ComputedEntry>? changed = null;
        foreach (var trait in _traits)
        {
            var before = trait.Read(record.Computed.GetValueOrDefault(trait.Name));
            var after = trait.Add(before, facts, time, receipt);
            if (!ReferenceEquals(before, after))
            {
                changed ??= Living(record.Computed);
                changed[trait.Name] = trait.Write(after);
            }
        }

        return changed is null ? record : record with { Computed = changed };
    }

    /// <summary>Adds what another profile of the same visitor has.</summary>
    public ProfileRecord Join(ProfileRecord record, IReadOnlyDictionary<string, ComputedEntry> others)
    {
        var joined = Living(record.Computed);
        foreach (var trait in _traits)
        {
            if (others.TryGetValue(trait.Name, out var other))
            {
                joined[trait.Name] = trait.Write(trait.Read(record.Computed.GetValueOrDefault(trait.Name)).Join(trait.Read(other)));
            }
        }

        return record with { Computed = joined };
    }

    /// <summary>Those of them that others do not have alike.</summary>
    public ComputedTraits Without(ComputedTraits others) => new([.. _traits.ExceptBy(others.Fingerprints, static trait => (trait.Name, trait.Fingerprint))]);

    /// <summary>What these definitions can use: of what is kept, else of what was computed beside it.</summary>
    public IReadOnlyDictionary<string, ComputedEntry> Choose(IReadOnlyDictionary<string, ComputedEntry> kept, IReadOnlyDictionary<string, ComputedEntry> beside)
    {
        var chosen = new Dictionary<string, ComputedEntry>(StringComparer.Ordinal);
        foreach (var trait in _traits)
        {
            if ((kept.TryGetValue(trait.Name, out var entry) && trait.IsOf(entry)) || (beside.TryGetValue(trait.Name, out entry) && trait.IsOf(entry)))
            {
                chosen.Add(trait.Name, entry);
            }
        }

        return chosen;
    }

    /// <summary>Puts the values into a profile's traits.</summary>
    /// <param name="record">The profile.</param>
    /// <param name="now">The time of the question; see <see cref="ProfileTime"/>.</param>
    /// <param name="traits">Gets them; a computed trait takes the place of another one with its name.</param>
    /// <returns>When a value will be another one without any event. Null: never.</returns>
    public long? AddValues(ProfileRecord record, long now, Dictionary<string, JsonElement> traits)
    {
        long? until = null;
        foreach (var trait in _traits)
        {
            var state = trait.Read(record.Computed.GetValueOrDefault(trait.Name));
            if (state.ValueAt(now) is { } value)
            {
                traits[trait.Name] = value;
            }

            var next = state.ChangesAfter(now);
            until = next < (until ?? long.MaxValue) ? next : until;
        }

        return until;
    }

    /// <summary>When a comparison of a trait with one of some numbers may come out otherwise without any event. Null: never.</summary>
    public long? JudgedAgainAt(ProfileRecord record, string name, double[] thresholds, long now) =>
        Array.Find(_traits, trait => string.Equals(trait.Name, name, StringComparison.Ordinal)) is { } trait
            ? trait.Read(record.Computed.GetValueOrDefault(name)).ReachesAfter(now, thresholds)
            : null;

    private Dictionary<string, ComputedEntry> Living(IReadOnlyDictionary<string, ComputedEntry> computed)
    {
        var living = new Dictionary<string, ComputedEntry>(StringComparer.Ordinal);
        foreach (var trait in _traits)
        {
            if (computed.TryGetValue(trait.Name, out var entry))
            {
                living.Add(trait.Name, entry);
            }
        }

        return living;
    }
}
