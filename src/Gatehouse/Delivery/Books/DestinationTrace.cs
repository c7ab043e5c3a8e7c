namespace Gatehouse.Delivery.Books;

/// <summary>What became of one event at one destination.</summary>
/// <param name="Destination">Its name.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Reason">Why. Null: the outcome says it.</param>
/// <param name="Attempts">How often it was sent; of one that was delivered, the most that any of its batch was. Null: not at all, or nobody knows.</param>
/// <param name="Answer">What the destination said last. Null: nothing that was kept.</param>
/// <param name="Time">When it was so. Null: not yet, or unknown.</param>
/// <param name="DeadLetter">Number of its dead letter. Null: there is none, or none any more.</param>
internal sealed record DestinationTrace(
    string Destination, TraceOutcome Outcome, string? Reason = null, int? Attempts = null, string? Answer = null, DateTimeOffset? Time = null, long? DeadLetter = null);
