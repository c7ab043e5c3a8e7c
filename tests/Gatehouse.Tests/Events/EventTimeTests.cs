using System.Globalization;
using System.Text;
using CsCheck;
using Gatehouse.Events;

namespace Gatehouse.Tests.Events;

public sealed class EventTimeTests
{
    private static readonly DateTimeOffset ReceivedAt = At("2026-11-24T12:00:00Z");

    [Theory]
    // The clock is an hour late: what was sent 5 s after it happened was received 5 s after it happened.
    [InlineData("""{"timestamp":"2026-11-24T11:00:00.000Z","sentAt":"2026-11-24T11:00:05.000Z"}""", "2026-11-24T11:59:55Z", "2026-11-24T11:00:00Z")]
    // A clock that is right changes nothing.
    [InlineData("""{"timestamp":"2026-11-24T11:59:00Z","sentAt":"2026-11-24T12:00:00Z"}""", "2026-11-24T11:59:00Z", "2026-11-24T11:59:00Z")]
    // Old data.
    [InlineData("""{"timestamp":"2020-01-01T00:00:00Z","sentAt":"2026-11-24T12:00:00Z"}""", "2020-01-01T00:00:00Z", "2020-01-01T00:00:00Z")]
    // Offsets are understood, and none is UTC.
    [InlineData("""{"timestamp":"2026-11-24T12:59:00+01:00","sentAt":"2026-11-24T07:00:00-05:00"}""", "2026-11-24T11:59:00Z", "2026-11-24T11:59:00Z")]
    [InlineData("""{"timestamp":"2026-11-24T11:59:00","sentAt":"2026-11-24T12:00:00.0000000"}""", "2026-11-24T11:59:00Z", "2026-11-24T11:59:00Z")]
    // The sender's own idea of the original goes first.
    [InlineData("""{"timestamp":"2026-01-01T00:00:00Z","originalTimestamp":"2026-11-24T11:58:00Z","sentAt":"2026-11-24T12:00:00Z"}""", "2026-11-24T11:58:00Z", "2026-11-24T11:58:00Z")]
    // Nothing to correct by.
    [InlineData("""{"timestamp":"2026-11-24T11:00:00Z"}""", "2026-11-24T11:00:00Z", "2026-11-24T11:00:00Z")]
    [InlineData("""{"timestamp":"2026-11-24T11:00:00Z","sentAt":null}""", "2026-11-24T11:00:00Z", "2026-11-24T11:00:00Z")]
    [InlineData("""{"timestamp":"2026-11-24T11:00:00Z","sentAt":"yesterday at noon"}""", "2026-11-24T11:00:00Z", "2026-11-24T11:00:00Z")]
    [InlineData("""{"sentAt":"2026-11-24T11:00:00Z"}""", "2026-11-24T12:00:00Z", null)]
    [InlineData("{}", "2026-11-24T12:00:00Z", null)]
    // What is no time.
    [InlineData("""{"timestamp":1764000000000,"sentAt":{"a":[1]}}""", "2026-11-24T12:00:00Z", null)]
    [InlineData("""{"timestamp":"11/24/2026 11:00","sentAt":"2026-11-24T11:00:00Z"}""", "2026-11-24T12:00:00Z", null)]
    [InlineData("""{"properties":{"timestamp":"2026-11-24T11:00:00Z"}}""", "2026-11-24T12:00:00Z", null)]
    // Escapes, and a result that no calendar has.
    [InlineData("""{"time\u0073tamp":"2026-11-24T11:00:0\u0030Z"}""", "2026-11-24T11:00:00Z", "2026-11-24T11:00:00Z")]
    [InlineData("""{"timestamp":"0001-01-01T00:00:00Z","sentAt":"9999-12-31T00:00:00Z"}""", "0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z")]
    public void The_senders_clock_is_put_right(string json, string timestamp, string? original)
    {
        var time = EventTime.Of(Encoding.UTF8.GetBytes(json), ReceivedAt);

        Assert.Equal(new(At(timestamp), original is null ? null : At(original), IsFuture: false), time);
    }

    [Theory]
    [InlineData("""{"timestamp":"2026-11-24T13:00:00Z"}""", true)]
    [InlineData("""{"timestamp":"2026-11-24T12:00:01Z"}""", false)]
    [InlineData("""{"timestamp":"2026-11-24T11:00:10Z","sentAt":"2026-11-24T11:00:00Z"}""", true)]
    [InlineData("""{"timestamp":"2030-01-01T00:00:00Z","sentAt":"2030-01-01T00:00:01Z"}""", false)]
    public void A_time_after_the_receipt_stays_and_is_marked(string json, bool isFuture) =>
        Assert.Equal(isFuture, EventTime.Of(Encoding.UTF8.GetBytes(json), ReceivedAt).IsFuture);

    [Fact]
    public void How_wrong_the_clock_is_makes_no_difference() =>
        Gen.Select(Gen.Int[-1_000_000_000, 1_000_000_000], Gen.Int[0, 100_000]).Sample((error, age) =>
        {
            var sentAt = ReceivedAt.AddSeconds(error);
            var json = $$"""{"sentAt":"{{sentAt:O}}","timestamp":"{{sentAt.AddSeconds(-age):O}}"}""";

            return EventTime.Of(Encoding.UTF8.GetBytes(json), ReceivedAt).Timestamp == ReceivedAt.AddSeconds(-age);
        });

    [Fact]
    public void A_time_is_the_same_in_every_notation_and_with_any_number_of_digits() =>
        Gen.Select(Gen.DateTime[new(1, 1, 2, 0, 0, 0, DateTimeKind.Utc), new(9999, 12, 30, 0, 0, 0, DateTimeKind.Utc)], Gen.Int[0, 7]).Sample((time, digits) =>
        {
            var text = time.ToString("yyyy-MM-ddTHH:mm:ss" + (digits == 0 ? "" : "." + new string('f', digits)), CultureInfo.InvariantCulture);

            return EventTime.Of(Encoding.UTF8.GetBytes($$"""{"timestamp":"{{text}}Z"}"""), ReceivedAt).Timestamp is var usual
                && usual == EventTime.Of(Encoding.UTF8.GetBytes($$"""{"timestamp":"{{text}}+00:00"}"""), ReceivedAt).Timestamp
                && (time - usual).Ticks is >= 0 and < TimeSpan.TicksPerSecond;
        });

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
