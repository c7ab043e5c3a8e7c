using Gatehouse.Events;

namespace Gatehouse.Collect.Collectors;

/// <summary>One path of a dialect.</summary>
/// <param name="Kind">What it answers to.</param>
/// <param name="Method">What it takes, when it takes events. Null there: the path is the dialect's, but means nothing here.</param>
/// <param name="IsServers">Whether only servers call it, so that nothing of the request is the visitor's.</param>
internal readonly record struct CollectorRoute(CollectorRouteKind Kind, EventMethod? Method = null, bool IsServers = false)
{
    /// <summary>Takes one event of a type, or, without one, what the event itself says.</summary>
    public static CollectorRoute Event(EventType? type) => new(CollectorRouteKind.Post, new(EventMethodKind.Event, type));
}
