namespace Gatehouse.Events;

/// <summary>The keys of an event, and of a batch, that the edge reads. They may stand there once.</summary>
[Flags]
internal enum EventKey
{
    /// <summary>Any other key. It passes as it is.</summary>
    Other = 0,

    /// <summary>What kind of message an event is.</summary>
    Type = 1,

    /// <summary>Tells a repetition from a new event.</summary>
    MessageId = 1 << 1,

    /// <summary>The browser.</summary>
    AnonymousId = 1 << 2,

    /// <summary>The person.</summary>
    UserId = 1 << 3,

    /// <summary>Of an alias: the id before.</summary>
    PreviousId = 1 << 4,

    /// <summary>Of a group event: the group.</summary>
    GroupId = 1 << 5,

    /// <summary>Of a track event: its name.</summary>
    Event = 1 << 6,

    /// <summary>The circumstances.</summary>
    Context = 1 << 7,

    /// <summary>Where the event may be delivered.</summary>
    Integrations = 1 << 8,

    /// <summary>When it happened, by the sender's clock.</summary>
    Timestamp = 1 << 9,

    /// <summary>When it was sent, by the sender's clock.</summary>
    SentAt = 1 << 10,

    /// <summary>The key that the page knows; never the real one.</summary>
    WriteKey = 1 << 11,

    /// <summary>Of a batch: its events.</summary>
    Batch = 1 << 12,
}
