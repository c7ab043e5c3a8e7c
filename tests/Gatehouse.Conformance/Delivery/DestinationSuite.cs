using System.Text;
using Gatehouse.Delivery;

namespace Gatehouse.Conformance.Delivery;

/// <summary>What every destination promises; see <see cref="IDestination"/> and <c>docs/designs/0003-delivery.md</c>.</summary>
public abstract partial class DestinationSuite : IAsyncLifetime
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public virtual async ValueTask InitializeAsync() => await StartReceiverAsync();

    public virtual async ValueTask DisposeAsync()
    {
        await StopReceiverAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Events_arrive_in_their_order()
    {
        var events = DestinationEvents.Some(1, 23);
        await using (var destination = await OpenAsync())
        {
            foreach (var part in events.Chunk(5))
            {
                await AssertDeliveredAsync(destination, part);
            }
        }

        Assert.Equal(events.Select(static one => one.MessageId), (await ArrivedAsync()).Select(static one => one.MessageId));
        await AssertArrivedAsync(events, once: true);
    }

    [Fact]
    public async Task What_failed_half_way_arrives_when_it_is_sent_again()
    {
        var events = DestinationEvents.Some(1, 5);
        await using (var destination = await OpenAsync())
        {
            await AssertDeliveredAsync(destination, DestinationEvents.Some(100, 1));
            if (!await FailNextAsync())
            {
                Assert.Skip("This receiver cannot fail half way.");
            }

            var failed = await AttemptAsync(destination, DestinationEvents.Batch(events));
            Assert.Contains(DeliveryVerdict.Retry, failed.Events?.Select(static one => one.Verdict) ?? [failed.Verdict]);
            await AssertDeliveredAsync(destination, events);
        }

        await AssertArrivedAsync([.. DestinationEvents.Some(100, 1), .. events], IsIdempotent);
    }

    [Fact]
    public async Task What_was_delivered_before_a_crash_may_be_sent_again()
    {
        var events = DestinationEvents.Some(1, 5);
        for (var start = 0; start < 2; start++)
        {
            await using var destination = await OpenAsync();
            await AssertDeliveredAsync(destination, events);
            await AssertDeliveredAsync(destination, events);
        }

        await AssertArrivedAsync(events, IsIdempotent);
    }

    [Fact]
    public async Task One_event_that_is_refused_is_found_among_the_others()
    {
        var events = DestinationEvents.Some(1, 5);
        await using (var destination = await OpenAsync())
        {
            if (!await RefuseAsync(events[2].MessageId))
            {
                Assert.Skip("This receiver refuses no event.");
            }

            var verdicts = await DeliverAsync(destination, events);

            Assert.Equal(DeliveryVerdict.Refused, verdicts[events[2].MessageId]);
            Assert.All([events[0], events[1], events[3], events[4]], one => Assert.Equal(DeliveryVerdict.Delivered, verdicts[one.MessageId]));
            await AssertDeliveredAsync(destination, DestinationEvents.Some(6, 1));
        }

        await AssertArrivedAsync([events[0], events[1], events[3], events[4], .. DestinationEvents.Some(6, 1)], once: false);
    }

    [Fact]
    public async Task A_cancelled_attempt_ends_and_the_next_one_works()
    {
        var events = DestinationEvents.Some(1, 5);
        await using (var destination = await OpenAsync())
        {
            using var cancellation = new CancellationTokenSource();
            if (await HoldAsync() is { } held)
            {
                var attempt = AttemptAsync(destination, DestinationEvents.Batch(events), cancellation.Token);
                await Task.WhenAny(held, attempt).WaitAsync(Never, Cancel);
                await cancellation.CancelAsync();
                await AssertNotDeliveredAsync(attempt);
                await ReleaseAsync();
            }

            await cancellation.CancelAsync();
            await AssertNotDeliveredAsync(AttemptAsync(destination, DestinationEvents.Batch(events), cancellation.Token));
            await AssertDeliveredAsync(destination, events);
        }

        await AssertArrivedAsync(events, IsIdempotent);
    }

    [Fact]
    public async Task Closing_in_the_middle_loses_nothing_that_was_reported_delivered()
    {
        var delivered = DestinationEvents.Some(1, 20);
        var last = DestinationEvents.Some(21, 5);
        var destination = await OpenAsync();
        foreach (var part in delivered.Chunk(5))
        {
            await AssertDeliveredAsync(destination, part);
        }

        var held = await HoldAsync();
        var attempt = AttemptAsync(destination, DestinationEvents.Batch(last));
        await Task.WhenAny(held ?? attempt, attempt).WaitAsync(Never, Cancel);
        await destination.DisposeAsync().AsTask().WaitAsync(Never, Cancel);
        await ReleaseAsync();
        var isDelivered = await attempt.WaitAsync(Never, Cancel) is { Events: null, Verdict: DeliveryVerdict.Delivered };

        Assert.Subset(
            (await ArrivedAsync()).Select(static one => one.MessageId).ToHashSet(StringComparer.Ordinal),
            delivered.Concat(isDelivered ? last : []).Select(static one => one.MessageId).ToHashSet(StringComparer.Ordinal));
        await using (var next = await OpenAsync())
        {
            await AssertDeliveredAsync(next, last);
        }

        await AssertArrivedAsync([.. delivered, .. last], IsIdempotent);
    }

    [Fact]
    public async Task A_batch_at_its_limit_arrives_whole()
    {
        var events = DestinationEvents.Some(1, BatchEvents);
        await using (var destination = await OpenAsync())
        {
            await AssertDeliveredAsync(destination, events);
        }

        await AssertArrivedAsync(events, once: true);
    }

    [Theory]
    [InlineData("""{"text":"Grüße, 日本語, 😀, 👩‍👩‍👧, e\u0301, مرحبا بالعالم, \u202Ertl"}""")]
    [InlineData("""{"text":"\u0000 nul, \u0001, \u001f, \u007f, \u2028, \u2029, \ud83d\ude00, \ufeff, \ufffd"}""")]
    [InlineData("""{"text":"\" \\ \/ \b \f \n \r \t","quote's":"'; DROP TABLE events; --","a,b;c\t":"</script>"}""")]
    [InlineData("""{"large":1e400,"small":-1e-400,"zero":-0,"exact":0.1,"long":12345678901234567890123456789,"one":1.0}""")]
    [InlineData("""{"empty":{},"none":[],"null":null,"true":true,"deep":[[[[[[[[{"a":[1,[2]]}]]]]]]]],"":""}""")]
    public async Task Text_and_numbers_of_any_kind_arrive_as_they_were_sent(string properties)
    {
        DeliveryEvent[] events = [DestinationEvents.One(1), DestinationEvents.One(2, properties), DestinationEvents.One(3)];
        await using (var destination = await OpenAsync())
        {
            await AssertDeliveredAsync(destination, events);
        }

        await AssertArrivedAsync(events, once: true);
    }

    [Fact]
    public async Task Events_of_32_KB_arrive_whole()
    {
        var events = Enumerable.Range(1, 5).Select(static position => DestinationEvents.One(position, $$"""{"text":"{{Filling(position)}}"}""")).ToArray();
        Assert.All(events, static one => Assert.InRange(one.Json.Length, 31 * 1024, 32 * 1024));
        await using (var destination = await OpenAsync())
        {
            await AssertDeliveredAsync(destination, events);
        }

        await AssertArrivedAsync(events, once: true);
    }

    private static string Filling(int seed)
    {
        var text = new StringBuilder();
        for (var i = 0; text.Length < 31 * 1024; i++)
        {
            text.Append((char)('!' + ((((i * 31) + seed) % 90) is var code && code is 1 or 59 ? 2 : code)));
        }

        return text.ToString();
    }

    private static async Task AssertNotDeliveredAsync(Task<DeliveryResult> attempt)
    {
        try
        {
            var result = await attempt.WaitAsync(Never, Cancel);
            Assert.DoesNotContain(DeliveryVerdict.Refused, result.Events?.Select(static one => one.Verdict) ?? [result.Verdict]);
            Assert.Contains(DeliveryVerdict.Retry, result.Events?.Select(static one => one.Verdict) ?? [result.Verdict]);
        }
        catch (OperationCanceledException)
        {
            // So it is told most plainly.
        }
    }
}
