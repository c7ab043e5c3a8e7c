namespace Gatehouse.Delivery;

/// <summary>Events that go to a destination together.</summary>
public sealed class DeliveryBatch
{
    /// <summary>The same for the same events, however often they are sent: the only event's message id, else one of the log and its positions. A replay gives them another one. At most 100 characters.</summary>
    public required string Id { get; init; }

    /// <summary>At least one, in the order of the log.</summary>
    public required IReadOnlyList<DeliveryEvent> Events { get; init; }

    /// <summary>How often the first of these events is tried now; at least 1.</summary>
    public required int Attempt { get; init; }
}
