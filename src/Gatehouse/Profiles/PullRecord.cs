namespace Gatehouse.Profiles;

/// <summary>The last answer of the profile API for a visitor.</summary>
/// <param name="At">When it was fetched.</param>
/// <param name="Found">Whether the vendor knows the visitor.</param>
/// <param name="Traits">What it knows, in the order of the answer, no name twice.</param>
internal sealed record PullRecord(long At, bool Found, IReadOnlyList<PulledTrait> Traits);
