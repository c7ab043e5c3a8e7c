namespace Gatehouse.Delivery.Books;

/// <summary>A total of the ledger.</summary>
/// <param name="Site">Name of the site.</param>
/// <param name="Destination">Name of the destination. Null: it is of the site's intake.</param>
/// <param name="What">What became of the events, in a word.</param>
/// <param name="Reason">Why; empty where there is nothing to say.</param>
/// <param name="Count">How many events.</param>
internal sealed record LedgerTotal(string Site, string? Destination, string What, string Reason, long Count);
