using Gatehouse.Events;
using Gatehouse.Sites;

namespace Gatehouse.Conditions;

/// <summary>The parts of an event that rules look at, found in one pass. It is seen as it was received.</summary>
internal readonly ref struct EventFacts : IFacts
{
    private readonly EventType _type;
    private readonly ReadOnlySpan<byte> _properties;
    private readonly ReadOnlySpan<byte> _traits;

    /// <summary>Finds them.</summary>
    public EventFacts(ReceivedEvent received)
    {
        _type = received.Type;
        var json = received.Json.Span;
        var reader = FactJson.Open(json);
        while (EventJson.NextProperty(ref reader))
        {
            var part = PartOf(ref reader, _type);
            reader.Read();
            var value = EventJson.TakeValue(ref reader, json);
            switch (part)
            {
                case Part.Context:
                    Context = value;
                    break;
                case Part.Integrations:
                    Integrations = value;
                    break;
                case Part.Properties:
                    _properties = value;
                    break;
                case Part.Traits:
                    _traits = value;
                    break;
                case Part.Name:
                    Name = value;
                    break;
            }
        }
    }

    private enum Part
    {
        Other,
        Context,
        Integrations,
        Properties,
        Traits,
        Name,
    }

    /// <summary>JSON of its name: of a track event its <c>event</c>, of a page or screen its <c>name</c>. Empty: none.</summary>
    public ReadOnlySpan<byte> Name { get; }

    /// <summary>JSON of its circumstances. Empty: none.</summary>
    public ReadOnlySpan<byte> Context { get; }

    /// <summary>JSON of where it may be delivered. Empty: nothing is said.</summary>
    public ReadOnlySpan<byte> Integrations { get; }

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Find(ConditionSubject subject, FactPath path) => subject switch
    {
        ConditionSubject.Trait => FindTrait(path),
        ConditionSubject.Property => FactJson.Find(_properties, path),
        ConditionSubject.Context => FactJson.Find(Context, path),
        ConditionSubject.Event => Name,
        _ => TypeJson(_type),
    };

    private ReadOnlySpan<byte> FindTrait(FactPath path)
    {
        var trait = FactJson.Find(_traits, path);
        return trait.IsEmpty ? FactJson.Find(FactJson.Find(Context, "traits"u8), path) : trait;
    }

    private static Part PartOf(ref System.Text.Json.Utf8JsonReader reader, EventType type) =>
        reader.ValueTextEquals("context"u8) ? Part.Context
        : reader.ValueTextEquals("integrations"u8) ? Part.Integrations
        : reader.ValueTextEquals("properties"u8) ? Part.Properties
        : reader.ValueTextEquals("traits"u8) ? Part.Traits
        : type == EventType.Track && reader.ValueTextEquals("event"u8) ? Part.Name
        : type is EventType.Page or EventType.Screen && reader.ValueTextEquals("name"u8) ? Part.Name
        : Part.Other;

    // The route may have said it, and the event need not.
    private static ReadOnlySpan<byte> TypeJson(EventType type) => type switch
    {
        EventType.Track => "\"track\""u8,
        EventType.Page => "\"page\""u8,
        EventType.Screen => "\"screen\""u8,
        EventType.Identify => "\"identify\""u8,
        EventType.Group => "\"group\""u8,
        _ => "\"alias\""u8,
    };
}
