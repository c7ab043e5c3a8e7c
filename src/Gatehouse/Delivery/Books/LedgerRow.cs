namespace Gatehouse.Delivery.Books;

/// <summary>A row of the ledger: how many events, of one time of receipt, one thing became of.</summary>
/// <param name="Minute">The minute in which the time begins. Null: the query is for one sum.</param>
/// <param name="Site">Name of the site.</param>
/// <param name="Destination">Name of the destination. Null: it is of the site's intake.</param>
/// <param name="What">What became of the events, in a word.</param>
/// <param name="Reason">Why; empty where there is nothing to say.</param>
/// <param name="Count">How many events.</param>
/// <param name="Bytes">Bytes of their JSON. Null: they are not counted for this.</param>
/// <param name="Oldest">Of what is pending, the minute in which the oldest was received. Null: nothing is, or it is not about that.</param>
internal sealed record LedgerRow(long? Minute, string Site, string? Destination, string What, string Reason, long Count, long? Bytes = null, long? Oldest = null);
