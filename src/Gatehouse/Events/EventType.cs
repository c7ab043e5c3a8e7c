namespace Gatehouse.Events;

/// <summary>What kind of message an event is.</summary>
internal enum EventType
{
    /// <summary>Something that a visitor did.</summary>
    Track,

    /// <summary>A page view.</summary>
    Page,

    /// <summary>A screen of an app.</summary>
    Screen,

    /// <summary>Who the visitor is.</summary>
    Identify,

    /// <summary>Which group the visitor belongs to.</summary>
    Group,

    /// <summary>Two ids of one visitor.</summary>
    Alias,
}
