namespace Gatehouse.Delivery.Books;

/// <summary>What waits for a destination.</summary>
/// <param name="Count">How many events.</param>
/// <param name="Bytes">Their bytes; estimated where a stretch has been begun.</param>
/// <param name="Oldest">The minute in which the oldest was received. Null: nothing waits.</param>
internal readonly record struct Pending(long Count, long Bytes, long? Oldest);
