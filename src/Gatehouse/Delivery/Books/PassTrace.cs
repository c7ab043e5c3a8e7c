namespace Gatehouse.Delivery.Books;

/// <summary>How a stretch of positions went at a destination.</summary>
/// <param name="First">The first position.</param>
/// <param name="Next">The first one behind.</param>
/// <param name="Time">When it was done.</param>
/// <param name="Attempts">The most attempts that any of them took. 0: nothing was sent.</param>
/// <param name="Answer">What the destination said last; at most 512 characters. Empty: nothing.</param>
/// <param name="Filtered">Positions that were not for the destination, with reasons: <c>12 when,14 consent</c>. Empty: none.</param>
internal sealed record PassTrace(long First, long Next, DateTimeOffset Time, int Attempts, string Answer, string Filtered);
