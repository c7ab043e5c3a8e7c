namespace Gatehouse.Delivery.Books;

/// <summary>Of a stretch of positions, some whose events were not delivered.</summary>
/// <param name="First">The first position.</param>
/// <param name="Last">The last one. Those of other sites between do not matter.</param>
/// <param name="Outcome">What became of them.</param>
/// <param name="Reason">Why.</param>
/// <param name="Letter">Number of the dead letter. 0: there is none.</param>
internal readonly record struct TraceNote(long First, long Last, Outcome Outcome, string Reason, long Letter = 0);
