namespace Gatehouse.Profiles;

/// <summary>Answer to a write.</summary>
/// <param name="Outcome">Whether it was done.</param>
/// <param name="Version">The new version when it was done.</param>
internal readonly record struct StoreWrite(StoreOutcome Outcome, long Version = 0);
