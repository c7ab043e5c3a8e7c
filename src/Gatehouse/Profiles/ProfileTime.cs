namespace Gatehouse.Profiles;

/// <summary>Times in profiles: whole microseconds since 1970-01-01T00:00:00Z, exact in JSON numbers of every language.</summary>
internal static class ProfileTime
{
    /// <summary>The stored form of a time.</summary>
    public static long Of(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>The stored form of a span.</summary>
    public static long Of(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;
}
