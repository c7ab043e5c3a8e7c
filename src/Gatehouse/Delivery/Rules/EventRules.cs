using Gatehouse.Conditions;
using Gatehouse.Events;
using Gatehouse.Sites;

namespace Gatehouse.Delivery.Rules;

/// <summary>Which events go to a destination, and what of them. Made once from its settings; may be used by several at once.</summary>
internal sealed class EventRules
{
    private readonly ConsentRule _consent;
    private readonly IntegrationRule? _integration;
    private readonly Condition? _when;
    private readonly SampleRule _sample;
    private readonly EventChange[] _changes;

    /// <summary>Makes them ready.</summary>
    public EventRules(EventRuleSettings settings)
    {
        _consent = new(settings.Consent);
        _integration = settings.Integration is { } name ? new(name) : null;
        _when = settings.When is { } when ? Condition.Compile(when) : null;
        _sample = new(settings.Sample);
        _changes = [.. Changes(settings)];
    }

    /// <summary>Why an event does not go. Null: it goes.</summary>
    public string? Reject(LogRecord record)
    {
        var facts = new EventFacts(record.Event);
        return !_consent.Allows(facts.Context) ? "consent"
            : _integration?.Allows(facts.Integrations) == false ? "integrations"
            : _when?.Holds(facts) == false ? "when"
            : !_sample.Allows(record.Event.AnonymousId ?? record.Event.UserId ?? record.Event.MessageId) ? "sample"
            : null;
    }

    /// <summary>The event as it goes out.</summary>
    /// <param name="json">The event, one JSON object that was checked before.</param>
    /// <returns>The same memory when there is nothing to change.</returns>
    public ReadOnlyMemory<byte> Map(ReadOnlyMemory<byte> json)
    {
        foreach (var change in _changes)
        {
            json = change.Apply(json);
        }

        return json;
    }

    private static IEnumerable<EventChange> Changes(EventRuleSettings settings)
    {
        if (settings.Keep.Count > 0)
        {
            yield return new KeepChange(settings.Keep);
        }

        if (settings.Drop.Count > 0)
        {
            yield return new DropChange(settings.Drop);
        }

        if (settings.Rename.Count > 0)
        {
            yield return new RenameChange(settings.Rename);
        }

        if (settings.Hash.Count > 0)
        {
            yield return new HashChange(settings.Hash, settings.HashSalt);
        }
    }
}
