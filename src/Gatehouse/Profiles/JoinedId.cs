namespace Gatehouse.Profiles;

/// <summary>An anonymous id that joined a user.</summary>
/// <param name="Id">The anonymous id. A secret of the visitor: never logged.</param>
/// <param name="Generation">The last content of it that was taken over.</param>
/// <param name="Seen">When the newest event of that content was received; see <see cref="ProfileTime"/>. Null: not known.</param>
internal readonly record struct JoinedId(string Id, long Generation, long? Seen = null);
