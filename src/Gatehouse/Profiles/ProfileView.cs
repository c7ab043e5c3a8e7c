namespace Gatehouse.Profiles;

/// <summary>A profile as it looks for a while.</summary>
/// <param name="Definitions">By which definitions.</param>
/// <param name="Profile">What rules see.</param>
/// <param name="Until">When it looks otherwise; see <see cref="ProfileTime"/>.</param>
internal sealed record ProfileView(ProfileDefinitions Definitions, Profile Profile, long Until);
