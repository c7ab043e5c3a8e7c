namespace Gatehouse.Delivery;

/// <summary>An event as a destination gets it: what a mapping has hashed or dropped is hashed or dropped everywhere in it.</summary>
public sealed class DeliveryEvent
{
    private readonly EventOwner? _owner;

    /// <summary>Its place in the log. Grows within one log; never given twice.</summary>
    public required long Position { get; init; }

    /// <summary>Name of the site that it was sent to.</summary>
    public required string Site { get; init; }

    /// <summary><c>track</c>, <c>page</c>, <c>screen</c>, <c>identify</c>, <c>group</c> or <c>alias</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Of a track event its <c>event</c>, of a page or screen its <c>name</c>, as <see cref="Json"/> has it. Null: it has none.</summary>
    public string? Name { get; init; }

    /// <summary>Tells it from every other event of the site; the same whenever it is sent. At most 100 characters.</summary>
    public required string MessageId { get; init; }

    /// <summary>The browser's id, as <see cref="Json"/> has it. Null: the event came with a user id only, or the mapping has dropped it.</summary>
    public string? AnonymousId { get; init; }

    /// <summary>The user's id, as <see cref="Json"/> has it. Null: not identified, or the mapping has dropped it.</summary>
    public string? UserId { get; init; }

    /// <summary>When it happened, by the edge's clock, in UTC.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>When the edge received it, in UTC.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The event as one JSON object, UTF-8, after the destination's mapping. It must not be changed.</summary>
    public required ReadOnlyMemory<byte> Json { get; init; }

    /// <summary>
    /// Whose event it is: the anonymous id, else the user id, else the message id. Events reach a destination in the order of whoever
    /// sent them, also when a mapping leaves nothing here that tells who that was.
    /// </summary>
    public string Visitor => AnonymousId ?? UserId ?? MessageId;

    /// <summary>The user agent that brought it. Null: none, or the mapping has dropped it.</summary>
    internal string? UserAgent { get; init; }

    /// <summary>Who sent it, whatever the mapping says.</summary>
    internal EventOwner Owner
    {
        get => _owner ?? new(AnonymousId, UserId);
        init => _owner = value;
    }

    /// <summary>What keeps its order: all events of who sent it.</summary>
    internal string Lane => Owner.AnonymousId ?? Owner.UserId ?? MessageId;

    /// <summary>The same event with the JSON of a mapping.</summary>
    internal DeliveryEvent With(ReadOnlyMemory<byte> json)
    {
        var names = MappedNames.Of(json.Span, Type);
        return new()
        {
            Position = Position,
            Site = Site,
            Type = Type,
            Name = names.Name,
            MessageId = MessageId,
            AnonymousId = names.AnonymousId,
            UserId = names.UserId,
            Timestamp = Timestamp,
            ReceivedAt = ReceivedAt,
            UserAgent = names.UserAgent,
            Owner = Owner,
            Json = json,
        };
    }
}
