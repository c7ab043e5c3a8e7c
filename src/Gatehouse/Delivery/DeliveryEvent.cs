namespace Gatehouse.Delivery;

/// <summary>An event as a destination gets it.</summary>
public sealed class DeliveryEvent
{
    /// <summary>Its place in the log. Grows within one log; never given twice.</summary>
    public required long Position { get; init; }

    /// <summary>Name of the site that it was sent to.</summary>
    public required string Site { get; init; }

    /// <summary><c>track</c>, <c>page</c>, <c>screen</c>, <c>identify</c>, <c>group</c> or <c>alias</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Of a track event its <c>event</c>, of a page or screen its <c>name</c>. Null: it has none.</summary>
    public string? Name { get; init; }

    /// <summary>Tells it from every other event of the site; the same whenever it is sent. At most 100 characters.</summary>
    public required string MessageId { get; init; }

    /// <summary>The browser's id. Null: the event came with a user id only.</summary>
    public string? AnonymousId { get; init; }

    /// <summary>The user's id. Null: not identified.</summary>
    public string? UserId { get; init; }

    /// <summary>When it happened, by the edge's clock, in UTC.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>When the edge received it, in UTC.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The event as one JSON object, UTF-8, after the destination's mapping. It must not be changed.</summary>
    public required ReadOnlyMemory<byte> Json { get; init; }

    /// <summary>The User-Agent header that brought it. Null: none.</summary>
    internal string? UserAgent { get; init; }

    /// <summary>Whose event it is: the anonymous id, else the user id. What has the same one keeps its order.</summary>
    public string Visitor => AnonymousId ?? UserId ?? MessageId;

    /// <summary>The same event with other JSON.</summary>
    internal DeliveryEvent With(ReadOnlyMemory<byte> json) => new()
    {
        Position = Position,
        Site = Site,
        Type = Type,
        Name = Name,
        MessageId = MessageId,
        AnonymousId = AnonymousId,
        UserId = UserId,
        Timestamp = Timestamp,
        ReceivedAt = ReceivedAt,
        UserAgent = UserAgent,
        Json = json,
    };
}
