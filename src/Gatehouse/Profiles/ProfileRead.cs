namespace Gatehouse.Profiles;

/// <summary>A profile, or why there is none.</summary>
/// <param name="Outcome"><see cref="StoreOutcome.Done"/> when <paramref name="Profile"/> counts.</param>
/// <param name="Profile">What the store has; <see cref="StoredProfile.None"/> when it has nothing.</param>
internal readonly record struct ProfileRead(StoreOutcome Outcome, StoredProfile Profile);
