namespace Gatehouse.Profiles;

/// <summary>Result of a merge.</summary>
/// <param name="Record">The record afterwards; the same one when nothing changed.</param>
/// <param name="Outcome">What happened.</param>
/// <param name="Dropped">How many traits gave way to a bound.</param>
internal readonly record struct Merged(ProfileRecord Record, MergeOutcome Outcome, int Dropped = 0);
