namespace Gatehouse.Assets.Cdn;

/// <summary>A good copy of a file.</summary>
/// <param name="Content">What it holds.</param>
/// <param name="EntityTag">The CDN's validator. Null: none.</param>
/// <param name="Lifetime">How long it is fresh.</param>
/// <param name="FreshUntil">When that ends, as a time stamp of the clock.</param>
internal sealed record CdnCopy(ICdnContent Content, string? EntityTag, TimeSpan Lifetime, long FreshUntil);
