namespace Gatehouse.Profiles.Audiences;

/// <summary>Whether a visitor is in an audience.</summary>
/// <param name="IsIn">Whether.</param>
/// <param name="Since">Since when; see <see cref="ProfileTime"/>.</param>
internal readonly record struct AudienceState(bool IsIn, long Since);
