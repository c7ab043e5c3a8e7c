namespace Gatehouse.Profiles.Audiences;

/// <summary>When a profile has to be looked at.</summary>
/// <param name="Key">Whose.</param>
/// <param name="Time">When; see <see cref="ProfileTime"/>. Null: never.</param>
/// <param name="Was">Only if this is the time that is noted now. Null: whatever is noted.</param>
internal readonly record struct DueTime(ProfileKey Key, long? Time, long? Was = null);
