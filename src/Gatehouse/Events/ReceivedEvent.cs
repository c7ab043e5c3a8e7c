namespace Gatehouse.Events;

/// <summary>An event that has passed every check.</summary>
internal sealed record ReceivedEvent
{
    /// <summary>Its type.</summary>
    public required EventType Type { get; init; }

    /// <summary>The sender's message id, or one made here. At most 100 characters.</summary>
    public required string MessageId { get; init; }

    /// <summary>The anonymous id of the body, or of the cookie when the body has none. Null: the event has only a user id.</summary>
    public string? AnonymousId { get; init; }

    /// <summary>The user id of the body, or of the cookie when that fits. Null: not identified.</summary>
    public string? UserId { get; init; }

    /// <summary>Whether the edge made it itself. Nothing is computed from such an event, so that what it is made from does not run in circles. Default false.</summary>
    public bool IsOwn { get; init; }

    /// <summary>The event's JSON object as it came, valid UTF-8. Owned by the event.</summary>
    public required ReadOnlyMemory<byte> Json { get; init; }
}
