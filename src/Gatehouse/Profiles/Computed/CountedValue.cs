namespace Gatehouse.Profiles.Computed;

/// <summary>A value, and how often it came.</summary>
/// <param name="Json">The value as JSON.</param>
/// <param name="Count">How often, at most.</param>
/// <param name="Bucket">The stretch of time in which it came last.</param>
internal readonly record struct CountedValue(string Json, long Count, long Bucket);
