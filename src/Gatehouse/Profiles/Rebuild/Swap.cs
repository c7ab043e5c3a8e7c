namespace Gatehouse.Profiles.Rebuild;

/// <summary>That profiles of a site are being swapped.</summary>
/// <param name="Rebuild">Id of the rebuild.</param>
/// <param name="Time">The time at which audiences are judged; see <see cref="ProfileTime"/>.</param>
/// <param name="Next">The definitions that come next.</param>
internal sealed record Swap(string Rebuild, long Time, ProfileDefinitions Next);
