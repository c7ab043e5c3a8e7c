using System.Globalization;
using System.Text;
using Gatehouse.Delivery;

namespace Gatehouse.Conformance.Delivery;

/// <summary>Events and batches as the engine makes them.</summary>
public static class DestinationEvents
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Some events, one after another in the log.</summary>
    /// <param name="first">Position of the first.</param>
    /// <param name="count">How many.</param>
    public static DeliveryEvent[] Some(int first, int count) => [.. Enumerable.Range(first, count).Select(static position => One(position))];

    /// <summary>One track event.</summary>
    /// <param name="position">Its place in the log; its message id follows from it.</param>
    /// <param name="properties">The text of its properties.</param>
    /// <param name="visitor">The anonymous id.</param>
    public static DeliveryEvent One(int position, string properties = "{}", string visitor = "anonymous-1")
    {
        var id = "message-" + position.ToString(CultureInfo.InvariantCulture);
        var time = Start.AddSeconds(position);
        var text = time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        return new()
        {
            Position = position,
            Site = "shop",
            Type = "track",
            Name = "Order Completed",
            MessageId = id,
            AnonymousId = visitor,
            UserId = "user-1",
            Timestamp = time,
            ReceivedAt = time,
            Json = Encoding.UTF8.GetBytes(
                $$"""{"type":"track","event":"Order Completed","messageId":"{{id}}","anonymousId":"{{visitor}}","userId":"user-1","timestamp":"{{text}}","receivedAt":"{{text}}","properties":{{properties}}}"""),
        };
    }

    /// <summary>A batch of events.</summary>
    /// <param name="events">At least one.</param>
    /// <param name="attempt">How often the first is tried now.</param>
    /// <param name="replay">The replay that sends them. Null: none.</param>
    public static DeliveryBatch Batch(IReadOnlyList<DeliveryEvent> events, int attempt = 1, string? replay = null) => new()
    {
        Id = events is [var only] ? only.MessageId : string.Create(CultureInfo.InvariantCulture, $"0f8fad5b-d9cb-469f-a165-70867728950e/{events[0].Position}-{events[^1].Position + 1}"),
        Replay = replay,
        Events = events,
        Attempt = attempt,
    };
}
