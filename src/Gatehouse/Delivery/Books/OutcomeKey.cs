namespace Gatehouse.Delivery.Books;

/// <summary>Where outcomes are counted.</summary>
/// <param name="Minute">The minute in which the events were received, since 1970.</param>
/// <param name="Outcome">What became of them.</param>
/// <param name="Reason">Why; empty where there is nothing to say.</param>
internal readonly record struct OutcomeKey(long Minute, Outcome Outcome, string Reason = "");
