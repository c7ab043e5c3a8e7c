namespace Gatehouse.Events;

/// <summary>How much an event and a batch may be. The tracking API's own limits, where it has any; KB are 1,024 bytes.</summary>
internal static class EventLimits
{
    /// <summary>Bytes of one event's JSON: 32 KB.</summary>
    public const int EventBytes = 32 * 1024;

    /// <summary>Bytes of a batch's JSON: 500 KB.</summary>
    public const int BatchBytes = 500 * 1024;

    /// <summary>Events of a batch.</summary>
    public const int BatchEvents = 2500;

    /// <summary>
    /// Bytes of all events of a batch after what they share was put into each: four times the batch's limit, so that a small body
    /// cannot grow without end.
    /// </summary>
    public const int MergedBatchBytes = 4 * BatchBytes;

    /// <summary>Objects and arrays inside each other, the event itself counted: what JSON readers take when nobody tells them otherwise.</summary>
    public const int Depth = 62;

    /// <summary>Characters of a message id.</summary>
    public const int MessageIdLength = 100;

    /// <summary>Characters of a group id.</summary>
    public const int GroupIdLength = 500;

    /// <summary>Characters of a track event's name.</summary>
    public const int NameLength = 1024;

    /// <summary>Characters of a User-Agent header that are kept.</summary>
    public const int UserAgentLength = 512;
}
