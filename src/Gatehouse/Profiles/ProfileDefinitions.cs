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

    private ProfileDefinitions(SiteSettings settings)
    {
        _computed = new(settings.ComputedTraits);
        _audiences = new(settings.Audiences);
    }

    /// <summary>The part of a site.</summary>
    public static SitePart<ProfileDefinitions> Part { get; } = new(static site => new(site.Settings));

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
