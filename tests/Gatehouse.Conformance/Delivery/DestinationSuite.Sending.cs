using System.Text;
using Gatehouse.Delivery;

namespace Gatehouse.Conformance.Delivery;

/// <content>How the suite sends: as the engine does, without its waiting.</content>
public abstract partial class DestinationSuite
{
    private const int MostAttempts = 20;

    // Not how long something may take: after that a test fails rather than hangs.
    private static readonly TimeSpan Never = TimeSpan.FromSeconds(60);

    /// <summary>One attempt. An exception is a retry, as the engine sees it, unless the attempt was cancelled.</summary>
    private async Task<DeliveryResult> AttemptAsync(IDestination destination, DeliveryBatch batch, CancellationToken cancellation = default)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, Cancel);
        DeliveryResult result;
        try
        {
            result = await destination.SendAsync(batch, both.Token).AsTask().WaitAsync(Never, CancellationToken.None);
        }
        catch (Exception exception) when (exception is not TimeoutException && !both.IsCancellationRequested)
        {
            return DeliveryResult.Retry(exception.GetType().Name);
        }

        if (result.Events is { } events)
        {
            Assert.Equal(batch.Events.Count, events.Count);
            AssertOrderIsKept(batch.Events, events);
        }

        foreach (var secret in Secrets)
        {
            Assert.DoesNotContain(secret, result.Answer ?? string.Empty, StringComparison.OrdinalIgnoreCase);
            Assert.All(result.Events ?? [], outcome => Assert.DoesNotContain(secret, outcome.Answer ?? string.Empty, StringComparison.OrdinalIgnoreCase));
        }

        return result;
    }

    // What waits is sent again: had a later event of its visitor got through, it would come too late.
    private static void AssertOrderIsKept(IReadOnlyList<DeliveryEvent> events, IReadOnlyList<EventOutcome> outcomes)
    {
        var waiting = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < events.Count; i++)
        {
            if (outcomes[i].Verdict == DeliveryVerdict.Retry)
            {
                waiting.Add(events[i].Visitor);
            }
            else
            {
                Assert.False(outcomes[i].Verdict == DeliveryVerdict.Delivered && waiting.Contains(events[i].Visitor), $"{events[i].MessageId} overtook another event of its visitor.");
            }
        }
    }

    /// <summary>Sends until every event has an outcome: again what is to be retried, halved what is refused as a whole.</summary>
    private async Task<Dictionary<string, DeliveryVerdict>> DeliverAsync(IDestination destination, IReadOnlyList<DeliveryEvent> events)
    {
        var verdicts = new Dictionary<string, DeliveryVerdict>(StringComparer.Ordinal);
        var open = new Stack<IReadOnlyList<DeliveryEvent>>([events]);
        for (var attempt = 1; open.TryPop(out var part); attempt++)
        {
            Assert.True(attempt <= MostAttempts + (2 * events.Count), "The events have no outcome, however often they are sent.");
            var result = await AttemptAsync(destination, DestinationEvents.Batch(part, attempt));
            if (result.Events is null && result.Verdict == DeliveryVerdict.Refused && part.Count > 1)
            {
                open.Push([.. part.Skip(part.Count / 2)]);
                open.Push([.. part.Take(part.Count / 2)]);
                continue;
            }

            var again = new List<DeliveryEvent>();
            for (var i = 0; i < part.Count; i++)
            {
                var verdict = result.Events?[i].Verdict ?? result.Verdict;
                if (verdict == DeliveryVerdict.Retry)
                {
                    again.Add(part[i]);
                }
                else
                {
                    verdicts.Add(part[i].MessageId, verdict);
                }
            }

            if (again.Count > 0)
            {
                open.Push(again);
            }
        }

        return verdicts;
    }

    private async Task AssertDeliveredAsync(IDestination destination, IReadOnlyList<DeliveryEvent> events)
    {
        var verdicts = await DeliverAsync(destination, events);
        Assert.All(events, one => Assert.Equal(DeliveryVerdict.Delivered, verdicts[one.MessageId]));
    }

    /// <summary>That every event has arrived as it was sent, and how often.</summary>
    private async Task AssertArrivedAsync(IReadOnlyList<DeliveryEvent> events, bool once)
    {
        var arrived = (await ArrivedAsync()).ToLookup(static one => one.MessageId, StringComparer.Ordinal);
        Assert.Subset(events.Select(static one => one.MessageId).ToHashSet(StringComparer.Ordinal), arrived.Select(static group => group.Key).ToHashSet(StringComparer.Ordinal));
        foreach (var one in events)
        {
            Assert.NotEmpty(arrived[one.MessageId]);
            if (once)
            {
                Assert.Single(arrived[one.MessageId]);
            }

            foreach (var json in arrived[one.MessageId].Select(static arrival => arrival.Json).OfType<string>())
            {
                AssertSame(Encoding.UTF8.GetString(one.Json.Span), json);
            }
        }
    }
}
