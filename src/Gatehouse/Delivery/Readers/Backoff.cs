namespace Gatehouse.Delivery.Readers;

/// <summary>How long to wait before a destination is tried again.</summary>
internal static class Backoff
{
    /// <summary>The longest that a destination may ask for.</summary>
    public static readonly TimeSpan LongestAdvice = TimeSpan.FromHours(1);

    private static readonly TimeSpan First = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>At random up to 0.5 s, doubled with each failure in a row up to 5 minutes, so that many edges do not come back at once.</summary>
    /// <param name="failures">Failures in a row; at least 1.</param>
    /// <param name="retryAfter">What the destination asks for. Null: nothing.</param>
    /// <param name="draw">From 0 up to 1.</param>
    public static TimeSpan Wait(int failures, TimeSpan? retryAfter, double draw)
    {
        if (retryAfter is { } advice)
        {
            return TimeSpan.FromTicks(Math.Clamp(advice.Ticks, 0, LongestAdvice.Ticks));
        }

        var most = Math.Min(First.Ticks * Math.Pow(2, Math.Min(failures - 1, 20)), Longest.Ticks);
        return TimeSpan.FromTicks((long)(most * draw));
    }
}
