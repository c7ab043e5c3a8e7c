namespace Gatehouse.Events;

/// <summary>What became of a batch.</summary>
/// <param name="Status">The HTTP status that says so: 200 taken, 429 or 503 try again, other 4xx refused for good.</param>
/// <param name="RetryAfter">When to try again; whole seconds. Null: no advice.</param>
/// <param name="Reason">One word of a closed list that says why a batch was not taken. Null: the status says it.</param>
internal readonly record struct SinkAnswer(int Status, TimeSpan? RetryAfter = null, string? Reason = null)
{
    /// <summary>Whether the batch was taken.</summary>
    public bool IsTaken => Status is >= 200 and < 300;
}
