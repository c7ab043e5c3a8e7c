using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Delivery.Forwarding;
using Gatehouse.Events;

namespace Gatehouse.Tests.Delivery.Forwarding;

public sealed class SentTimeTests
{
    private static readonly DateTimeOffset ReceivedAt = DateTimeOffset.Parse("2026-11-24T12:00:00Z", CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("\"2026-11-24T10:00:00.131Z\"", 3600, "\"2026-11-24T11:00:00.131Z\"")]
    [InlineData("\"2026-11-24T11:00:00+01:00\"", 1.5, "\"2026-11-24T10:00:01.500Z\"")]
    [InlineData("\"2026-11-24T10:00:00.131Z\"", 0.9, "\"2026-11-24T10:00:00.131Z\"")]
    [InlineData("\"2026-11-24T10:00:00.131Z\"", -3600, "\"2026-11-24T10:00:00.131Z\"")]
    [InlineData("\"9999-12-31T23:59:59Z\"", 3600, "\"9999-12-31T23:59:59Z\"")]
    [InlineData("\"soon\"", 3600, "\"soon\"")]
    [InlineData("null", 3600, "null")]
    [InlineData("{\"a\":[1]}", 3600, "{\"a\":[1]}")]
    public void The_time_of_sending_moves_by_the_wait_in_the_log(string sentAt, double seconds, string expected)
    {
        var forwarded = Forward($$"""{"timestamp":"2026-11-24T09:00:00Z","sentAt":{{sentAt}},"userId":"U"}""", seconds);

        Assert.Equal(expected, forwarded["sentAt"]?.ToJsonString() ?? "null");
        Assert.Equal("2026-11-24T09:00:00Z", (string?)forwarded["timestamp"]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(86_400)]
    public void What_the_tracking_api_works_out_does_not_depend_on_the_wait(double seconds)
    {
        const string json = """{"timestamp":"2026-11-24T09:00:00.000Z","sentAt":"2026-11-24T09:00:02.000Z","userId":"U"}""";

        var atTheApi = EventTime.Of(Encoding.UTF8.GetBytes(Forward(json, seconds).ToJsonString()), ReceivedAt.AddSeconds(seconds));

        Assert.Equal(EventTime.Of(Encoding.UTF8.GetBytes(json), ReceivedAt), atTheApi);
    }

    private static JsonObject Forward(string json, double seconds)
    {
        var received = new ReceivedEvent { Type = EventType.Page, MessageId = "m", UserId = "U", Json = Encoding.UTF8.GetBytes(json) };
        return JsonNode.Parse(ForwardedBodies.One(received, new() { ReceivedAt = ReceivedAt }, ReceivedAt.AddSeconds(seconds)).Span)!.AsObject();
    }
}
