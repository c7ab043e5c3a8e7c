namespace Gatehouse.Profiles.Audiences;

/// <summary>An entering or a leaving. Kept for a while, so that its event can be made again when a crash came in between.</summary>
/// <param name="Audience">Which audience.</param>
/// <param name="IsIn">Entered, else left.</param>
/// <param name="Time">When; see <see cref="ProfileTime"/>.</param>
/// <param name="Log">Id of the log whose event made the change, or of the node whose clock did.</param>
/// <param name="Position">The event's position. 0: no event, but the passage of time.</param>
internal readonly record struct AudienceChange(string Audience, bool IsIn, long Time, string Log, long Position);
