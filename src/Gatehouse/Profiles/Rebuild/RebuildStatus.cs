namespace Gatehouse.Profiles.Rebuild;

/// <summary>How far a rebuild is.</summary>
/// <param name="StartedAt">When it began.</param>
/// <param name="IsOrdered">Whether an operator ordered it; else definitions have changed.</param>
/// <param name="Sites">Sites whose profiles are rebuilt.</param>
/// <param name="Position">The first position that is not replayed.</param>
/// <param name="End">Where the projection stands.</param>
/// <param name="Swapped">How many profiles were swapped. Null: they are not swapped yet.</param>
internal sealed record RebuildStatus(DateTimeOffset StartedAt, bool IsOrdered, IReadOnlyList<string> Sites, long Position, long End, long? Swapped);
