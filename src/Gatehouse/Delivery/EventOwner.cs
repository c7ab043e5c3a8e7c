namespace Gatehouse.Delivery;

/// <summary>Whose event it is, by the ids that it came with, whatever a mapping makes of them. For the edge's own use; no destination is told.</summary>
/// <param name="AnonymousId">The browser's id. Null: it came without.</param>
/// <param name="UserId">The user's id. Null: not identified.</param>
internal readonly record struct EventOwner(string? AnonymousId, string? UserId);
