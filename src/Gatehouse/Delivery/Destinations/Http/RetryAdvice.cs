using System.Globalization;

namespace Gatehouse.Delivery.Destinations.Http;

/// <summary>How long a receiver asks to be left alone.</summary>
internal static class RetryAdvice
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    // Some receivers say a time in X-RateLimit-Reset, in seconds since 1970, others a span. No span is that long.
    private const long LeastTime = 1_000_000_000;

    /// <summary>What the answer says; at most a day. Null: nothing, or a time that has passed.</summary>
    public static TimeSpan? Of(HttpResponseMessage response, TimeProvider time)
    {
        var advice = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - time.GetUtcNow(),
            _ => ResetOf(response, time),
        };
        return advice is { } wait && wait > TimeSpan.Zero ? (wait < Longest ? wait : Longest) : null;
    }

    private static TimeSpan? ResetOf(HttpResponseMessage response, TimeProvider time)
    {
        if (!response.Headers.TryGetValues("X-RateLimit-Reset", out var values)
            || !long.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return null;
        }

        var wait = seconds < LeastTime ? seconds : seconds - time.GetUtcNow().ToUnixTimeSeconds();
        return TimeSpan.FromSeconds(Math.Clamp(wait, 0, (long)Longest.TotalSeconds));
    }
}
