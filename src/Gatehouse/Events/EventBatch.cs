namespace Gatehouse.Events;

/// <summary>Events of one request.</summary>
/// <param name="Site">Name of the site that they were sent to.</param>
/// <param name="Events">At least one, in the order sent.</param>
/// <param name="Facts">What the edge knows of the request that brought them.</param>
internal sealed record EventBatch(string Site, IReadOnlyList<ReceivedEvent> Events, EdgeFacts Facts)
{
    /// <summary>How many others the request brought that were refused, by the reason's code. They are counted when the events are stored, and with them.</summary>
    public IReadOnlyCollection<KeyValuePair<string, int>> Refused { get; init; } = [];
}
