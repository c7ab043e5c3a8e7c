namespace Gatehouse.Events;

/// <summary>
/// Visitors whose data had to go. What the log still holds of them is passed by, by everything that reads it: the log is written
/// once and its files go with time. Kept without personal data: ids are told by keyed hashes.
/// </summary>
internal interface IErasures
{
    /// <summary>Notes a visitor, durably. False: it could not be stored.</summary>
    /// <param name="site">Name of the site.</param>
    /// <param name="anonymousId">The anonymous id. Null: a user is meant.</param>
    /// <param name="userId">The user id. Null: an anonymous visitor is meant.</param>
    /// <param name="time">What was received until then is passed by.</param>
    ValueTask<bool> AddAsync(string site, string? anonymousId, string? userId, DateTimeOffset time);

    /// <summary>Forgets those who were noted before a time, when nothing of before it is left. A disk in trouble forgets them later.</summary>
    ValueTask ForgetAsync(DateTimeOffset before);

    /// <summary>Whether something is of such a visitor and was received before the order came.</summary>
    /// <param name="site">Name of the site.</param>
    /// <param name="anonymousId">Its anonymous id. Null: none.</param>
    /// <param name="userId">Its user id. Null: none.</param>
    /// <param name="receivedAt">When it was received.</param>
    bool IsErased(string site, string? anonymousId, string? userId, DateTimeOffset receivedAt);

    /// <summary>Whether an event is of such a visitor and was received before the order came.</summary>
    bool IsErased(LogRecord record) => IsErased(record.Site, record.Event.AnonymousId, record.Event.UserId, record.Facts.ReceivedAt);
}
