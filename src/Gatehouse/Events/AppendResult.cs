namespace Gatehouse.Events;

/// <summary>What became of a batch that was appended. The three counts add up to the batch when <see cref="Status"/> is stored.</summary>
/// <param name="Status">Whether the batch is taken, or why not.</param>
/// <param name="Stored">Events that got a position.</param>
/// <param name="Duplicates">Events that the log had already, or that came twice in the batch.</param>
/// <param name="ShedAt">Which events of the batch were given up because the disk is nearly used up, ascending. Null: none.</param>
/// <param name="RetryAfter">When to try again; whole seconds. Null: no advice.</param>
internal readonly record struct AppendResult(AppendStatus Status, int Stored = 0, int Duplicates = 0, IReadOnlyList<int>? ShedAt = null, TimeSpan? RetryAfter = null)
{
    /// <summary>Events that were given up.</summary>
    public int Shed => ShedAt?.Count ?? 0;
}
