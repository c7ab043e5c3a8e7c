using Gatehouse.Events;

namespace Gatehouse.Collect;

/// <summary>What an event route takes.</summary>
/// <param name="Kind">One event, a batch, or the library's own metrics.</param>
/// <param name="Type">The type of the one event. Null: each entry of a batch says its own.</param>
internal readonly record struct EventMethod(EventMethodKind Kind, EventType? Type = null)
{
    /// <summary>Reads the last segment of an event route. Null: there is no such method.</summary>
    public static EventMethod? Parse(ReadOnlySpan<char> name) => name switch
    {
        "t" or "track" => new(EventMethodKind.Event, EventType.Track),
        "p" or "page" => new(EventMethodKind.Event, EventType.Page),
        "i" or "identify" => new(EventMethodKind.Event, EventType.Identify),
        "g" or "group" => new(EventMethodKind.Event, EventType.Group),
        "a" or "alias" => new(EventMethodKind.Event, EventType.Alias),
        "s" or "screen" => new(EventMethodKind.Event, EventType.Screen),
        "b" or "batch" => new(EventMethodKind.Batch),
        "m" => new(EventMethodKind.Metrics),
        _ => null,
    };
}
