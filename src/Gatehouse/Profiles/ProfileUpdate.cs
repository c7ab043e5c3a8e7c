namespace Gatehouse.Profiles;

/// <summary>What became of a change to a profile.</summary>
/// <param name="Outcome"><see cref="StoreOutcome.Done"/>: the profile is on disk with all that the change says.</param>
/// <param name="Merge">What the change did, when done.</param>
/// <param name="Dropped">How many traits gave way to a bound.</param>
internal readonly record struct ProfileUpdate(StoreOutcome Outcome, MergeOutcome Merge = default, int Dropped = 0);
