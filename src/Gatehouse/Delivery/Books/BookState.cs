namespace Gatehouse.Delivery.Books;

/// <summary>Where a destination stands.</summary>
/// <param name="Id">Its number in the books.</param>
/// <param name="Site">Name of the site.</param>
/// <param name="Name">Its own name.</param>
/// <param name="Cursor">The first position without an outcome.</param>
/// <param name="IsPaused">Whether an operator holds it.</param>
/// <param name="SkipTo">Positions before this one are passed over because an operator said so. 0: none.</param>
/// <param name="IllSince">When it began to fail. Null: it does not.</param>
/// <param name="IsGone">Whether it is configured no longer.</param>
internal sealed record BookState(long Id, string Site, string Name, long Cursor, bool IsPaused, long SkipTo, DateTimeOffset? IllSince, bool IsGone);
