namespace Gatehouse.Delivery.Books;

/// <summary>A dead letter as it is kept.</summary>
/// <param name="Id">Its number; later ones have greater numbers.</param>
/// <param name="Site">Name of the site.</param>
/// <param name="Destination">Name of the destination.</param>
/// <param name="Letter">The letter.</param>
/// <param name="IsReadable">Whether its event is JSON. It may be none in a damaged file; such a letter can only be looked at and deleted.</param>
internal sealed record StoredDeadLetter(long Id, string Site, string Destination, DeadLetter Letter, bool IsReadable = true);
