namespace Gatehouse.Assets.Cdn;

/// <summary>The cache's answer.</summary>
/// <param name="Outcome">How it answers.</param>
/// <param name="Content">The content. Null unless fresh or stale.</param>
/// <param name="Lifetime">How long the CDN calls the content fresh, within this cache's bounds.</param>
internal readonly record struct CdnResult(CdnOutcome Outcome, ICdnContent? Content = null, TimeSpan Lifetime = default);
