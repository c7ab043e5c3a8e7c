namespace Gatehouse.Delivery;

/// <summary>What became of a batch.</summary>
public sealed class DeliveryResult
{
    private DeliveryResult(DeliveryVerdict verdict, string? answer, TimeSpan? retryAfter, IReadOnlyList<EventOutcome>? events)
    {
        Verdict = verdict;
        Answer = answer;
        RetryAfter = retryAfter;
        Events = events;
    }

    /// <summary>What holds for every event of the batch when <see cref="Events"/> is null.</summary>
    public DeliveryVerdict Verdict { get; }

    /// <summary>What the destination said, for people. Never holds a secret. Null: nothing worth keeping.</summary>
    public string? Answer { get; }

    /// <summary>How long the destination asks to be left alone. Null: it does not say.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>One outcome an event, in the order of the batch. Null: <see cref="Verdict"/> holds for all.</summary>
    public IReadOnlyList<EventOutcome>? Events { get; }

    /// <summary>The destination has all of it.</summary>
    public static DeliveryResult Delivered(string? answer = null) => new(DeliveryVerdict.Delivered, answer, null, null);

    /// <summary>The destination is ill, busy or out of reach, or takes nothing until somebody mends its settings: all of it is sent again, later.</summary>
    public static DeliveryResult Retry(string answer, TimeSpan? retryAfter = null) => new(DeliveryVerdict.Retry, answer, retryAfter, null);

    /// <summary>The destination will not take the batch. One of several events may be to blame: the batch is halved until that one is found.</summary>
    public static DeliveryResult Refused(string answer) => new(DeliveryVerdict.Refused, answer, null, null);

    /// <summary>The destination says which events it has.</summary>
    /// <param name="events">One outcome an event, in the order of the batch.</param>
    /// <param name="retryAfter">How long to wait before those are sent again that are to be.</param>
    public static DeliveryResult PerEvent(IReadOnlyList<EventOutcome> events, TimeSpan? retryAfter = null) => new(DeliveryVerdict.Delivered, null, retryAfter, events);
}
