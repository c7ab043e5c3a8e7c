namespace Gatehouse.Delivery.Destinations.Http;

/// <summary>Sends a batch in requests of one event, in order, and says of each what became of it.</summary>
internal static class OneByOne
{
    private static readonly EventOutcome Waiting = new(DeliveryVerdict.Retry, "waits for the event before it");

    /// <summary>Sends them. After one that is to be retried none goes, so that the order stays.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="send">Sends one event.</param>
    /// <param name="cancellationToken">Ends it. What was delivered before is reported; it is thrown only if there is nothing to report.</param>
    public static async ValueTask<DeliveryResult> SendAsync(DeliveryBatch batch, Func<DeliveryEvent, ValueTask<DeliveryResult>> send, CancellationToken cancellationToken)
    {
        var outcomes = new EventOutcome[batch.Events.Count];
        Array.Fill(outcomes, Waiting);
        TimeSpan? retryAfter = null;
        for (var i = 0; i < outcomes.Length; i++)
        {
            try
            {
                var result = await send(batch.Events[i]);
                outcomes[i] = new(result.Verdict, result.Answer);
                retryAfter = result.RetryAfter;
            }
            catch (OperationCanceledException) when (i > 0 && cancellationToken.IsCancellationRequested)
            {
                outcomes[i] = new(DeliveryVerdict.Retry, "no answer in time");
            }

            if (outcomes[i].Verdict == DeliveryVerdict.Retry)
            {
                break;
            }
        }

        return DeliveryResult.PerEvent(outcomes, retryAfter);
    }
}
