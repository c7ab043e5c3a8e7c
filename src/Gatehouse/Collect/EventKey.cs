namespace Gatehouse.Collect;

/// <summary>The keys of an event, and of a batch, that the edge reads. They may stand there once.</summary>
[Flags]
internal enum EventKey
{
    /// <summary>Any other key.</summary>
    Other = 0,
    Type = 1,
    MessageId = 2,
    AnonymousId = 4,
    UserId = 8,
    PreviousId = 16,
    GroupId = 32,
    Event = 64,
    Context = 128,
    Integrations = 256,
    SentAt = 512,
    WriteKey = 1024,
    Batch = 2048,
    Timestamp = 4096,
}
