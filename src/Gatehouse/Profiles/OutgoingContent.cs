using Gatehouse.Profiles.Computed;

namespace Gatehouse.Profiles;

/// <summary>What an anonymous visitor's profile hands over to a user's.</summary>
/// <param name="Generation">Which content it is; taken over once.</param>
/// <param name="Traits">Traits by name.</param>
/// <param name="Computed">What is kept of computed traits, by name.</param>
/// <param name="Seen">When the newest event was received. Null: none.</param>
internal sealed record OutgoingContent(long Generation, IReadOnlyDictionary<string, StoredTrait> Traits, IReadOnlyDictionary<string, ComputedEntry> Computed, long? Seen);
