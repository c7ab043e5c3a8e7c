using System.Text.Json;
using Gatehouse.Conditions;
using Gatehouse.Events;
using Gatehouse.Profiles.Audiences;
using Gatehouse.Profiles.Computed;
using Gatehouse.Sites;

namespace Gatehouse.Profiles;

/// <summary>What a site computes of its visitors, and how a profile looks by it.</summary>
internal sealed class ProfileDefinitions
{
    private readonly ComputedTraits _computed;
    private readonly AudienceRules _audiences;

    private static readonly Dictionary<string, int> NoRevisions = [];

    /// <param name="traits">Computed traits.</param>
    /// <param name="audiences">Audiences.</param>
    /// <param name="revisions">How often a trait was ordered to be computed anew, by name. Null: none ever.</param>
    public ProfileDefinitions(IReadOnlyList<ComputedTraitSettings> traits, IReadOnlyList<AudienceSettings> audiences, IReadOnlyDictionary<string, int>? revisions = null)
        : this(new(traits, revisions ?? NoRevisions), new(audiences))
    {
    }

    private ProfileDefinitions(ComputedTraits computed, AudienceRules audiences)
    {
        _computed = computed;
        _audiences = audiences;
        Meaning = string.Join('\n', computed.Fingerprints.Select(static trait => $"{trait.Name.Length}:{trait.Name} {trait.Fingerprint}").Order(StringComparer.Ordinal).Concat(audiences.Texts.Order(StringComparer.Ordinal)));
    }

    /// <summary>What a site has configured. It need not be in service yet: see <see cref="Rebuild.DefinitionsInService"/>.</summary>
    public static SitePart<ProfileDefinitions> Part { get; } = new(static site => new(site.Settings.ComputedTraits, site.Settings.Audiences));

    /// <summary>The same for definitions that compute the same.</summary>
    public string Meaning { get; }

    /// <summary>Those computed traits that other definitions do not have alike, without audiences.</summary>
    public ProfileDefinitions Without(ProfileDefinitions others) => new(_computed.Without(others._computed), new([]));

    /// <summary>Adds an event to what is computed.</summary>
    /// <param name="record">The profile.</param>
    /// <param name="received">The event.</param>
    /// <param name="time">When it happened; see <see cref="ProfileTime"/>.</param>
    /// <param name="receipt">When it was received.</param>
    public ProfileRecord Add(ProfileRecord record, ReceivedEvent received, long time, long receipt) =>
        _computed.IsEmpty ? record : _computed.Add(record, new EventFacts(received), time, receipt);

    /// <summary>Adds what was computed of the same visitor elsewhere.</summary>
    public ProfileRecord Join(ProfileRecord record, IReadOnlyDictionary<string, ComputedEntry> others) =>
        others.Count == 0 ? record : _computed.Join(record, others);

    /// <summary>Finds out anew in which audiences a visitor is. See <see cref="AudienceRules.Judge"/>.</summary>
    public ProfileRecord Judge(ProfileRecord record, long time, string log, long position) =>
        _audiences.IsEmpty ? record : _audiences.Judge(record, new(TraitsOf(record, time, out _)), time, log, position);

    /// <summary>Ends every audience of a visitor whose content moves to another profile. See <see cref="AudienceRules.Leave"/>.</summary>
    public ProfileRecord Leave(ProfileRecord record, long time, string log, long position) => _audiences.Leave(record, time, log, position);

    /// <summary>Makes a profile of other definitions one of these, and judges its audiences.</summary>
    /// <param name="record">The profile.</param>
    /// <param name="shadow">What was computed by these definitions beside it. Null: nothing.</param>
    /// <param name="rebuild">Id of the rebuild that this belongs to.</param>
    /// <param name="time">Its time; see <see cref="ProfileTime"/>.</param>
    /// <param name="log">Id of the log that it was computed from.</param>
    public ProfileRecord Swap(ProfileRecord record, ProfileRecord? shadow, string rebuild, long time, string log)
    {
        var swapped = record with
        {
            Rebuilt = rebuild,
            Computed = _computed.Choose(record.Computed, shadow?.Computed ?? ProfileRecord.Empty.Computed),
            Audiences = _audiences.Living(record.Audiences),
        };
        return Judge(shadow is null ? swapped : ProfileMerge.Restore(swapped, shadow, log), time, log, 0);
    }

    /// <summary>The profile as a rule sees it.</summary>
    /// <param name="record">What is kept.</param>
    /// <param name="now">The time of the question; see <see cref="ProfileTime"/>.</param>
    /// <param name="until">When it will look otherwise without any change. Null: never.</param>
    public Profile ViewOf(ProfileRecord record, long now, out long? until)
    {
        var traits = TraitsOf(record, now, out until);
        var audiences = _audiences.Of(record).ToList();
        foreach (var audience in audiences)
        {
            traits[audience] = True;
        }

        return traits.Count == 0 ? Profile.Empty : new(traits, audiences);
    }

    /// <summary>When audiences have to be judged anew though nothing has happened. Null: never.</summary>
    public long? JudgedAgainAt(ProfileRecord record, long now)
    {
        long? next = null;
        foreach (var (name, thresholds) in _audiences.Thresholds)
        {
            var at = _computed.JudgedAgainAt(record, name, thresholds, now);
            next = at < (next ?? long.MaxValue) ? at : next;
        }

        return next;
    }

    private static readonly JsonElement True = JsonElement.Parse("true"u8);

    private Dictionary<string, JsonElement> TraitsOf(ProfileRecord record, long now, out long? until)
    {
        var pulled = record.Pull?.Traits ?? [];
        var traits = new Dictionary<string, JsonElement>(pulled.Count + record.Traits.Count, StringComparer.Ordinal);
        foreach (var (name, trait) in record.Traits)
        {
            traits.Add(name, trait.Value);
        }

        foreach (var (name, value, time) in pulled)
        {
            // Rule 2: a pulled value wins over a kept one only when it is known to be newer.
            if (!record.Traits.TryGetValue(name, out var kept) || time > kept.Time)
            {
                traits[name] = value;
            }
        }

        until = _computed.AddValues(record, now, traits);
        return traits;
    }
}
