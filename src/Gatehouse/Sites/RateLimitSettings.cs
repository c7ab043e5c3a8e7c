namespace Gatehouse.Sites;

/// <summary>How many calls with events a site takes; a batch is one. Null: as many as come.</summary>
/// <param name="PerAddress">Of one client address.</param>
/// <param name="PerSite">Of all together.</param>
internal sealed record RateLimitSettings(RateLimit? PerAddress = null, RateLimit? PerSite = null);
