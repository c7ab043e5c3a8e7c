namespace Gatehouse.Delivery.Books;

/// <summary>How a stretch of positions went at a destination.</summary>
/// <param name="First">The first position.</param>
/// <param name="Next">The first one behind.</param>
/// <param name="Time">When it was done.</param>
/// <param name="Attempts">The most attempts that any of those that were delivered took. 0: none was.</param>
/// <param name="Answer">What the destination said last of one that was delivered; at most 512 characters. Empty: nothing.</param>
/// <param name="Notes">What was not delivered, in order.</param>
internal sealed record PassTrace(long First, long Next, DateTimeOffset Time, int Attempts, string Answer, IReadOnlyList<TraceNote> Notes);
