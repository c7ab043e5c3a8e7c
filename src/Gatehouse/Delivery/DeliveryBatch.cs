namespace Gatehouse.Delivery;

/// <summary>Events that go to a destination together.</summary>
public sealed class DeliveryBatch
{
    /// <summary>The same for the same events, however often they are sent: the only event's message id, else one of the log and its positions. A replay gives them another one, which ends with its number. At most 120 characters.</summary>
    public required string Id { get; init; }

    /// <summary>Number of the replay that sends them once more, also as a dead letter. Null: none does.</summary>
    public string? Replay { get; init; }

    /// <summary>At least one, in the order of the log.</summary>
    public required IReadOnlyList<DeliveryEvent> Events { get; init; }

    /// <summary>How often the first of these events is tried now; at least 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>What one of them is called when it goes alone: as a batch of one would be.</summary>
    internal string IdOf(DeliveryEvent one) => Replay is null ? one.MessageId : $"{one.MessageId}-r{Replay}";
}
