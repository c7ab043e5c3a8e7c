using Gatehouse.Delivery.Destinations.Http;
using Microsoft.Extensions.Time.Testing;

namespace Gatehouse.Tests.Delivery.Destinations.Http;

public sealed class RetryAdviceTests
{
    private static readonly FakeTimeProvider Time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("Retry-After", "7", 7)]
    [InlineData("Retry-After", "Sun, 01 Mar 2026 12:01:00 GMT", 60)]
    [InlineData("Retry-After", "Sun, 01 Mar 2026 11:59:00 GMT", null)]
    [InlineData("Retry-After", "0", null)]
    [InlineData("Retry-After", "-5", null)]
    [InlineData("Retry-After", "soon", null)]
    [InlineData("Retry-After", "999999999", 86400)]
    [InlineData("X-RateLimit-Reset", "30", 30)]
    [InlineData("X-RateLimit-Reset", "1772366430", 30)]
    [InlineData("X-RateLimit-Reset", "1772366000", null)]
    [InlineData("X-RateLimit-Reset", "9223372036854775807", 86400)]
    [InlineData("X-RateLimit-Reset", "99999999999999999999", null)]
    public void A_receiver_says_how_long_it_wants_to_be_left_alone(string header, string value, int? seconds)
    {
        using var response = new HttpResponseMessage();
        response.Headers.TryAddWithoutValidation(header, value);

        Assert.Equal(seconds is { } wait ? TimeSpan.FromSeconds(wait) : null, RetryAdvice.Of(response, Time));
    }
}
