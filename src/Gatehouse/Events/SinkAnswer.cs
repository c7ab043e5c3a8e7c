namespace Gatehouse.Events;

/// <summary>What became of a batch.</summary>
/// <param name="Status">The HTTP status that says so: 200 taken, 429 or 503 try again, other 4xx refused for good.</param>
/// <param name="RetryAfter">When to try again; whole seconds. Null: no advice.</param>
/// <param name="Reason">One word of a closed list that says why a batch was not taken. Null: the status says it.</param>
/// <param name="Duplicates">Of a batch that was taken: events that were there already.</param>
/// <param name="ShedAt">Of a batch that was taken: which of its events were not, because the log had to choose. Null: none.</param>
/// <param name="IsVolatile">Whether what was taken is in memory alone.</param>
internal readonly record struct SinkAnswer(
    int Status, TimeSpan? RetryAfter = null, string? Reason = null, int Duplicates = 0, IReadOnlyList<int>? ShedAt = null, bool IsVolatile = false)
{
    /// <summary>Whether the batch was taken.</summary>
    public bool IsTaken => Status is >= 200 and < 300;
}
