namespace Gatehouse.Delivery.Books;

/// <summary>Minutes of the ledger: whole ones since 1970-01-01T00:00Z.</summary>
internal static class Minutes
{
    /// <summary>In its place, the total of all times.</summary>
    public const long All = -1;

    /// <summary>The minute of a time.</summary>
    public static long Of(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMinute;

    /// <summary>When a minute begins.</summary>
    public static DateTimeOffset Begin(long minute) => DateTimeOffset.UnixEpoch.AddTicks(minute * TimeSpan.TicksPerMinute);
}
