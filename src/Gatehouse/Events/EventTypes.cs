namespace Gatehouse.Events;

/// <summary>What the types are called on the wire.</summary>
internal static class EventTypes
{
    /// <summary>The value of an event's <c>type</c>.</summary>
    public static string NameOf(EventType type) => type switch
    {
        EventType.Track => "track",
        EventType.Page => "page",
        EventType.Screen => "screen",
        EventType.Identify => "identify",
        EventType.Group => "group",
        EventType.Alias => "alias",
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    /// <summary>Reads a <c>type</c>. Null: there is no such type.</summary>
    public static EventType? Parse(ReadOnlySpan<char> name) => name switch
    {
        "track" => EventType.Track,
        "page" => EventType.Page,
        "screen" => EventType.Screen,
        "identify" => EventType.Identify,
        "group" => EventType.Group,
        "alias" => EventType.Alias,
        _ => null,
    };
}
