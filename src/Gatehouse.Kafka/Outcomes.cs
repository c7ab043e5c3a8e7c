using Confluent.Kafka;
using Gatehouse.Delivery;

namespace Gatehouse.Kafka;

/// <summary>Says what became of a batch, from the reports.</summary>
internal static class Outcomes
{
    private static readonly EventOutcome Delivered = new(DeliveryVerdict.Delivered);
    private static readonly EventOutcome Behind = new(DeliveryVerdict.Retry, "is sent again behind an earlier event of its visitor");

    /// <summary>The result.</summary>
    /// <param name="events">The events of the batch.</param>
    /// <param name="reports">What was heard of them.</param>
    /// <param name="describe">Puts an error in words. Null: nothing was heard.</param>
    public static DeliveryResult Of(IReadOnlyList<DeliveryEvent> events, Reports reports, Func<Error?, string> describe)
    {
        var outcomes = new EventOutcome[events.Count];
        var waiting = new HashSet<string>(StringComparer.Ordinal);
        string? refused = null;
        for (var i = 0; i < outcomes.Length; i++)
        {
            var report = reports[i];
            if (report is { WasSent: true } && events.Count > 1 && IsRefusal(report.Error))
            {
                // The broker refuses all records of a request, though one of them may be to blame.
                refused ??= describe(report.Error);
            }

            outcomes[i] = OutcomeOf(report, events.Count == 1, describe);
            if (outcomes[i].Verdict == DeliveryVerdict.Retry)
            {
                waiting.Add(events[i].Visitor);
            }
            else if (outcomes[i].Verdict == DeliveryVerdict.Delivered && waiting.Contains(events[i].Visitor))
            {
                outcomes[i] = Behind;
            }
        }

        if (Array.TrueForAll(outcomes, static outcome => outcome.Verdict == DeliveryVerdict.Delivered))
        {
            return DeliveryResult.Delivered();
        }

        return refused is not null && !Array.Exists(outcomes, static outcome => outcome.Verdict == DeliveryVerdict.Delivered)
            ? DeliveryResult.Refused(refused)
            : DeliveryResult.PerEvent(outcomes);
    }

    private static EventOutcome OutcomeOf(Report? report, bool isAlone, Func<Error?, string> describe) => report switch
    {
        { Error.IsError: false } => Delivered,
        { } refused when IsRefusal(refused.Error) && (isAlone || !refused.WasSent) => new(DeliveryVerdict.Refused, describe(refused.Error)),
        _ => new(DeliveryVerdict.Retry, describe(report?.Error)),
    };

    /// <summary>Whether it is the record that cannot be taken, now or ever.</summary>
    private static bool IsRefusal(Error error) => error.Code
        is ErrorCode.MsgSizeTooLarge or ErrorCode.RecordListTooLarge or ErrorCode.InvalidRecord or ErrorCode.InvalidTimestamp;
}
