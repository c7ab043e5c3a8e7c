using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using Gatehouse.Conformance.Delivery;
using Gatehouse.Delivery;

namespace Gatehouse.Kafka.Tests;

public sealed class KafkaDestinationTests : IDisposable
{
    // For tests of what is delivered: a slow machine is no reason to send it again.
    private const string Patient = """ "Timeout": "60s" """;

    // A record a request: what becomes of one says nothing of the next.
    private const string OneByOne = """ "Settings": { "batch.num.messages": "1", "linger.ms": "0" } """;

    // Behind a record that it did not take the mock cluster takes the next one. A broker does not, because its number is out of order, and
    // librdkafka relies on that.
    private const string OneInFlight = """ "Settings": { "batch.num.messages": "1", "linger.ms": "0", "max.in.flight": "1" } """;

    private readonly MockCluster _cluster = new();
    private readonly RecordedLog _log = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _cluster.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task A_record_is_keyed_by_visitor_and_says_what_it_is()
    {
        DeliveryEvent[] events = [DestinationEvents.One(1, visitor: "a"), DestinationEvents.One(2, visitor: "b"), DestinationEvents.One(3, visitor: "a")];
        await using (var destination = Open())
        {
            await AssertDeliveredAsync(destination, events);
        }

        var records = _cluster.Records("shop-events");
        Assert.Equal(["a", "a", "b"], records.Select(static record => record.Message.Key).Order(StringComparer.Ordinal));
        Assert.Single(records.Where(static record => record.Message.Key == "a").Select(static record => record.Partition).Distinct());
        Assert.All(records, static record => Assert.Equal("application/json", Encoding.ASCII.GetString(record.Message.Headers.GetLastBytes("content-type"))));
    }

    [Theory]
    [InlineData("json")]
    [InlineData("cloudevents")]
    public async Task A_record_of_a_replay_says_so(string format)
    {
        await using (var destination = Open($""" "Format": "{format}" """))
        {
            await destination.SendAsync(DestinationEvents.Batch([DestinationEvents.One(1)]), Cancel);
            await destination.SendAsync(DestinationEvents.Batch([DestinationEvents.One(1)], replay: "7"), Cancel);
        }

        var headers = _cluster.Records("shop-events").Select(static record => record.Message.Headers).ToList();
        Assert.Equal(2, headers.Count);
        Assert.False(headers[0].TryGetLastBytes("gatehouse-replay", out _));
        Assert.Equal("7", Encoding.ASCII.GetString(headers[1].GetLastBytes("gatehouse-replay")));
    }

    [Fact]
    public async Task A_cloud_event_has_the_attributes_of_the_event()
    {
        await using (var destination = Open(""" "Format": "cloudevents" """))
        {
            await AssertDeliveredAsync(destination, [DestinationEvents.One(1)]);
        }

        var record = Assert.Single(_cluster.Records("shop-events"));
        Assert.Equal("application/cloudevents+json; charset=UTF-8", Encoding.ASCII.GetString(record.Message.Headers.GetLastBytes("content-type")));
        using var cloudEvent = JsonDocument.Parse(record.Message.Value);
        Assert.Equal(
            ["1.0", "message-1", "/shop", "track", "2026-03-01T12:00:01Z", "application/json"],
            new[] { "specversion", "id", "source", "type", "time", "datacontenttype" }.Select(name => cloudEvent.RootElement.GetProperty(name).GetString()));
        Assert.Equal("message-1", cloudEvent.RootElement.GetProperty("data").GetProperty("messageId").GetString());
    }

    [Fact]
    public async Task What_a_broker_that_is_down_does_not_take_waits_and_the_reason_is_told()
    {
        var events = DestinationEvents.Some(1, 5);
        await using (var destination = Open(""" "Timeout": "1s" """))
        {
            _cluster.SetUp(false);
            var down = await SendAsync(destination, events);
            Assert.All(down.Events!, static outcome => Assert.Equal(DeliveryVerdict.Retry, outcome.Verdict));
            Assert.Contains("refused", down.Events![0].Answer, StringComparison.Ordinal);

            _cluster.SetUp(true);
            await UntilDeliveredAsync(destination, events);
        }

        Assert.Equal(events.Select(static one => one.MessageId), Arrived());
    }

    [Fact]
    public async Task A_topic_that_is_not_there_is_told_and_waited_for()
    {
        _cluster.Forget("shop-events");
        await using var destination = Open(""" "Settings": { "topic.metadata.propagation.max.ms": "100" } """);

        var outcome = Assert.Single((await SendAsync(destination, DestinationEvents.Some(1, 1))).Events!);

        Assert.Equal(DeliveryVerdict.Retry, outcome.Verdict);
        Assert.Contains("Unknown topic", outcome.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_has_gone_since_the_settings_were_read_is_told()
    {
        var file = Path.GetTempFileName();
        using var key = ECDsa.Create();
        using var authority = new CertificateRequest("CN=authority", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue);
        await File.WriteAllTextAsync(file, authority.ExportCertificatePem(), Cancel);
        await using var destination = Open($$""" "SecurityProtocol": "ssl", "Settings": { "ssl.ca.location": "{{file}}" } """);
        File.Delete(file);

        var result = await SendAsync(destination, DestinationEvents.Some(1, 1));

        Assert.Equal(DeliveryVerdict.Retry, result.Verdict);
        Assert.Contains("ssl.ca.location", result.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_may_have_arrived_is_sent_again_in_order()
    {
        var events = DestinationEvents.Some(1, 5);
        await using (var destination = Open($""" "Timeout": "1s", {OneByOne} """))
        {
            await UntilDeliveredAsync(destination, DestinationEvents.Some(6, 1));
            _cluster.AnswerAfter(TimeSpan.FromSeconds(5));
            var unheard = await SendAsync(destination, events);
            Assert.All(unheard.Events!, static outcome => Assert.Equal(DeliveryVerdict.Retry, outcome.Verdict));

            _cluster.AnswerAfter(TimeSpan.Zero);
            await UntilDeliveredAsync(destination, events);
        }

        // A reader that takes each message id once has them in order.
        Assert.Equal(["message-6", .. events.Select(static one => one.MessageId)], Arrived().Distinct());
    }

    [Fact]
    public async Task An_attempt_that_is_cancelled_ends_and_tells_what_was_delivered()
    {
        await using var destination = Open(OneByOne);
        await AssertDeliveredAsync(destination, DestinationEvents.Some(1, 1));
        _cluster.SetUp(false);
        using var timeout = new CancellationTokenSource();

        var attempt = destination.SendAsync(DestinationEvents.Batch(DestinationEvents.Some(2, 3)), timeout.Token).AsTask();
        await timeout.CancelAsync();

        Assert.All((await attempt).Events!, static outcome => Assert.Equal(DeliveryVerdict.Retry, outcome.Verdict));

        // So that closing need not wait.
        _cluster.SetUp(true);
    }

    [Fact]
    public async Task Nothing_overtakes_a_record_that_was_not_taken()
    {
        var events = DestinationEvents.Some(1, 20);
        await using (var destination = Open(OneInFlight))
        {
            await AssertDeliveredAsync(destination, DestinationEvents.Some(100, 1));
            _cluster.Refuse(ErrorCode.NoError, ErrorCode.NoError, ErrorCode.TopicAuthorizationFailed);
            var outcomes = (await SendAsync(destination, events)).Events!.Select(static outcome => outcome.Verdict).ToList();

            Assert.Equal(DeliveryVerdict.Delivered, outcomes[0]);
            Assert.Equal(DeliveryVerdict.Retry, outcomes[^1]);
            Assert.Equal(outcomes.Order(), outcomes);
            await UntilDeliveredAsync(destination, events[outcomes.IndexOf(DeliveryVerdict.Retry)..]);
        }

        Assert.Equal(["message-100", .. events.Select(static one => one.MessageId)], Arrived().Distinct());
        Assert.Contains(_log.Texts, static text => text.Contains("is made anew", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_batch_that_the_broker_refuses_is_refused_whole_so_that_the_event_can_be_found()
    {
        var events = DestinationEvents.Some(1, 4);
        await using (var destination = Open())
        {
            _cluster.Refuse(ErrorCode.MsgSizeTooLarge, ErrorCode.MsgSizeTooLarge);
            var batch = await SendAsync(destination, events);
            var alone = await SendAsync(destination, events[..1]);

            Assert.Equal((DeliveryVerdict.Refused, null), (batch.Verdict, batch.Events));
            Assert.Equal(DeliveryVerdict.Refused, Assert.Single(alone.Events!).Verdict);
            await AssertDeliveredAsync(destination, events[1..]);
        }

        Assert.Equal(["message-2", "message-3", "message-4"], Arrived());
    }

    [Fact]
    public async Task An_event_that_is_too_large_for_the_client_is_refused_alone()
    {
        DeliveryEvent[] events = [DestinationEvents.One(1), DestinationEvents.One(2, $$"""{"text":"{{new string('x', 2000)}}"}"""), DestinationEvents.One(3)];
        await using (var destination = Open(""" "Settings": { "message.max.bytes": "1500" } """))
        {
            var outcomes = (await SendAsync(destination, events)).Events!;

            Assert.Equal([DeliveryVerdict.Delivered, DeliveryVerdict.Refused, DeliveryVerdict.Delivered], outcomes.Select(static outcome => outcome.Verdict));
        }

        Assert.Equal(["message-1", "message-3"], Arrived());
    }

    [Fact]
    public async Task A_full_queue_is_waited_for()
    {
        var events = DestinationEvents.Some(1, 500);
        await using (var destination = Open(""" "Settings": { "queue.buffering.max.messages": "10" } """))
        {
            await AssertDeliveredAsync(destination, events);
        }

        Assert.Equal(events.Select(static one => one.MessageId), Arrived());
    }

    [Fact]
    public async Task Passing_errors_of_the_broker_cost_neither_order_nor_events()
    {
        var visitors = Enumerable.Range(0, 7).Select(static number => $"visitor-{number}").ToArray();
        var events = Enumerable.Range(1, 70).Select(position => DestinationEvents.One(position, visitor: visitors[position % visitors.Length])).ToArray();
        await using (var destination = Open(OneInFlight))
        {
            _cluster.Refuse(ErrorCode.NotLeaderForPartition, ErrorCode.NoError, ErrorCode.RequestTimedOut, ErrorCode.NoError, ErrorCode.NotEnoughReplicas);
            await UntilDeliveredAsync(destination, events);
        }

        var records = _cluster.Records("shop-events");
        Assert.Equal(events.Length, records.Count);
        foreach (var visitor in visitors)
        {
            Assert.Equal(
                events.Where(one => one.Visitor == visitor).Select(static one => one.MessageId),
                records.Where(record => record.Message.Key == visitor).Select(static record => MessageIdOf(record.Message.Value)));
        }
    }

    [Fact]
    public async Task Several_attempts_share_one_producer()
    {
        var lanes = Enumerable.Range(0, 8).Select(static lane => Enumerable.Range(1, 25).Select(number => DestinationEvents.One((lane * 100) + number, visitor: $"visitor-{lane}")).ToArray()).ToArray();
        await using (var destination = Open())
        {
            await Task.WhenAll(lanes.Select(lane => AssertDeliveredAsync(destination, lane)));
        }

        var records = _cluster.Records("shop-events");
        Assert.All(lanes, lane => Assert.Equal(
            lane.Select(static one => one.MessageId),
            records.Where(record => record.Message.Key == lane[0].Visitor).Select(static record => MessageIdOf(record.Message.Value))));
    }

    [Fact]
    public async Task Closing_ends_while_the_broker_is_down()
    {
        var destination = Open();
        _cluster.SetUp(false);
        var attempt = SendAsync(destination, DestinationEvents.Some(1, 3));

        await destination.DisposeAsync();

        Assert.All((await attempt).Events!, static outcome => Assert.Equal(DeliveryVerdict.Retry, outcome.Verdict));
    }

    private IDestination Open(string more = """ "Format": "json" """) =>
        TestDestinations.Create($$""" "BootstrapServers": "{{_cluster.Servers}}", "Topic": "{site}-events", {{(more.Contains("Timeout", StringComparison.Ordinal) ? more : Patient + "," + more)}} """, _log);

    private static async Task<DeliveryResult> SendAsync(IDestination destination, DeliveryEvent[] events) =>
        await destination.SendAsync(DestinationEvents.Batch(events), Cancel);

    private static async Task AssertDeliveredAsync(IDestination destination, DeliveryEvent[] events)
    {
        var result = await SendAsync(destination, events);
        Assert.Equal((DeliveryVerdict.Delivered, null), (result.Verdict, result.Events?.FirstOrDefault(static outcome => outcome.Verdict != DeliveryVerdict.Delivered).Answer));
    }

    /// <summary>Sends as the engine does: again what has to wait, until nothing has.</summary>
    private static async Task UntilDeliveredAsync(IDestination destination, DeliveryEvent[] events)
    {
        while (events.Length > 0)
        {
            var result = await SendAsync(destination, events);
            events = [.. events.Where((_, i) => (result.Events?[i].Verdict ?? result.Verdict) == DeliveryVerdict.Retry)];
        }
    }

    private IEnumerable<string> Arrived() => _cluster.Records("shop-events").Select(static record => MessageIdOf(record.Message.Value));

    private static string MessageIdOf(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.GetProperty("messageId").GetString()!;
    }
}
