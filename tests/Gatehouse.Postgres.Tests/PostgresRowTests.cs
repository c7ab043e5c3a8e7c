using System.Text;
using System.Text.Json;
using CsCheck;
using Gatehouse.Conformance.Delivery;
using Gatehouse.Delivery;

namespace Gatehouse.Postgres.Tests;

/// <summary>What of an event stands where in its row, whatever a visitor sends.</summary>
[Collection(PostgresTests.Name)]
public sealed class PostgresRowTests(PostgresServer server)
{
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.String.Select(static text => JsonSerializer.Serialize(text)),
        One(@"""\u0000""", @"""\ud800""", @"""\udc00\ud800""", @"""\ud83d\ude00""", @"""\\u0000""", @"""\\\u0000""", @"""\uD83D\u0000""", "\"'; DROP TABLE events; --\""));

    private static readonly Gen<string> Number = Gen.OneOf(
        Gen.Double.Where(static number => double.IsFinite(number)).Select(static number => JsonSerializer.Serialize(number)),
        One("1e1000", "-1e-1000", "1e1001", "1e200000", "-0", "0e99999999999999999999", "1E+0005", "1.5e-200000", "1" + new string('0', 20_000), "0." + new string('0', 20_000) + "1"));

    private static readonly Gen<string> Value = Gen.Recursive<string>(static (depth, within) => depth > 3
        ? Gen.OneOf(Text, Number)
        : Gen.OneOf(
            Text,
            Number,
            One("true", "null", "{}", "[]"),
            within.Array[0, 3].Select(static values => "[" + string.Join(',', values) + "]"),
            Gen.Select(Text, within).Array[0, 3].Select(static members => "{" + string.Join(", ", members.Select(static member => member.Item1 + " : " + member.Item2)) + "}")));

    private readonly PostgresTarget _target = new(server);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_columns_say_what_the_event_says()
    {
        await SendAsync(
            Event(1, "{}", name: "Order\0Completed", anonymousId: "a'1", userId: "u\t1"),
            Event(2, "{}", type: "identify"));

        Assert.Equal(
            "shop|message-1|track|Order\ufffdCompleted|a'1|u\t1, shop|message-2|identify|-|-|-",
            await server.AskAsync($"SELECT string_agg(concat_ws('|', site, message_id, type, coalesce(name, '-'), coalesce(anonymous_id, '-'), coalesce(user_id, '-')), ', ' ORDER BY message_id) FROM {_target.Table}"));
    }

    [Fact]
    public async Task What_a_mapping_hashes_or_drops_stands_in_no_column()
    {
        await using var edge = await PostgresEdge.StartAsync(server, _target.Schema, ("Hash:0", "userId"), ("Drop:0", "anonymousId"), ("Drop:1", "event"));
        await edge.TrackAsync("""{"event":"secret-1","messageId":"m-1","anonymousId":"secret-2","userId":"secret-3"}""");
        await _target.HasAsync(1);

        var row = await server.AskAsync($"SELECT row_to_json(e)::text FROM {_target.Table} e");
        Assert.Contains("\"message_id\":\"m-1\"", row, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", row, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Times_are_kept_to_the_microsecond()
    {
        await SendAsync(Event(1, "{}"));

        Assert.Equal("2026-03-01 12:00:00.123456Z|2026-03-01 12:00:01Z", await server.AskAsync(
            $"""SELECT concat_ws('|', to_char("timestamp" AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.USZ'), to_char(received_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SSZ')) FROM {_target.Table}"""));
    }

    [Theory]
    [InlineData("""{"\u0000k":"a\u0000b"}""", """{"�k": "a�b"}""")]
    [InlineData("""{"k":"\ud800 \udc00 \ude00\ud83d \ud83d\ude00"}""", """{"k": "� � �� 😀"}""")]
    [InlineData("""{"k":"\\u0000 \\ud800"}""", """{"k": "\\u0000 \\ud800"}""")]
    [InlineData("""{"k":1e1000001,"l":[-1E-99999999999, 2],"m":1e5}""", """{"k": "1e1000001", "l": ["-1E-99999999999", 2], "m": 100000}""")]
    public async Task What_jsonb_cannot_hold_is_replaced_and_the_rest_stays(string json, string expected)
    {
        await SendAsync(Event(1, json));

        Assert.Equal(expected, await server.AskAsync($"SELECT event::text FROM {_target.Table}"));
    }

    [Fact]
    public async Task Whatever_a_visitor_sends_is_stored()
    {
        await using var destination = _target.Open();
        var position = 0;
        await Value.Array[1, 20].SampleAsync(
            async values =>
            {
                var events = values.Select(value => Event(++position, $$"""{ "event": {{value}}, "properties": { "value": {{value}} } }""")).ToList();
                var result = await destination.SendAsync(DestinationEvents.Batch(events), Cancel);
                Assert.Equal((DeliveryVerdict.Delivered, null), (result.Verdict, result.Answer));
            },
            iter: 100,
            threads: 1);

        Assert.Equal(position, (await _target.ReadAsync()).Count);
    }

    [Fact]
    public async Task A_site_and_a_message_id_make_an_event_and_the_first_one_stays()
    {
        await SendAsync(Event(1, """{"n":1}"""), Event(1, """{"n":2}"""), Event(1, """{"n":3}""", site: "other"));
        await SendAsync(Event(1, """{"n":4}"""), Event(2, """{"n":5}"""));

        Assert.Equal("shop 1, other 3, shop 5", await server.AskAsync($"SELECT string_agg(site || ' ' || (event->>'n'), ', ' ORDER BY event->'n') FROM {_target.Table}"));
    }

    private static Gen<string> One(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static DeliveryEvent Event(
        int position, string json, string type = "track", string site = "shop", string? name = null, string? anonymousId = null, string? userId = null) => new()
    {
        Position = position,
        Site = site,
        Type = type,
        MessageId = "message-" + position.ToString(System.Globalization.CultureInfo.InvariantCulture),
        AnonymousId = anonymousId,
        UserId = userId,
        Name = name,
        Timestamp = new(new DateTime(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc).AddTicks(1234567)),
        ReceivedAt = new(2026, 3, 1, 12, 0, 1, TimeSpan.Zero),
        Json = Encoding.UTF8.GetBytes(json),
    };

    private async Task SendAsync(params DeliveryEvent[] events)
    {
        await using var destination = _target.Open();
        var result = await destination.SendAsync(DestinationEvents.Batch(events), Cancel);
        Assert.Equal((DeliveryVerdict.Delivered, null), (result.Verdict, result.Answer));
    }
}
