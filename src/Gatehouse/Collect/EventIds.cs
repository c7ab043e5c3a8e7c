using Gatehouse.Events;
using Gatehouse.Visitors;

namespace Gatehouse.Collect;

/// <summary>Makes the ids of a request's events and those of its cookies consistent. What it learns becomes the cookies once the events are taken.</summary>
/// <param name="visitor">The visitor of the request, as the cookies tell.</param>
internal struct EventIds(Visitor visitor)
{
    // Only cookies are lent to events that lack ids, never one event's ids to the next: a batch may hold events of many visitors.
    private readonly string? _lentAnonymousId = visitor.AnonymousId;
    private string? _lentUserId = visitor.UserId;

    /// <summary>The anonymous id that the cookie has to get. Null: no event told one.</summary>
    public string? ToldAnonymousId { get; private set; }

    /// <summary>The user id that the cookie has to get. Null: no event told one.</summary>
    public string? ToldUserId { get; private set; }

    /// <summary>
    /// The ids that an event goes on with: its own, then the cookies'. The cookie's user id belongs to the cookie's anonymous id: an
    /// event with another one comes from after a reset, or from another person.
    /// </summary>
    public readonly (string? AnonymousId, string? UserId) Complete(ParsedEvent parsed) =>
        (parsed.AnonymousId ?? _lentAnonymousId, parsed.UserId ?? (IsOfTheCookies(parsed) ? _lentUserId : null));

    /// <summary>
    /// Learns from an event that was accepted. A user id in a body is a claim: it is believed of the browser that the cookies name,
    /// and where the event is made to say who the visitor is. No user id is no sign-out.
    /// </summary>
    public void Learn(ParsedEvent parsed)
    {
        var known = ToldAnonymousId ?? _lentAnonymousId;
        if (parsed.UserId is { } userId
            && (parsed.Type is EventType.Identify or EventType.Alias || parsed.AnonymousId is null || known is null || parsed.AnonymousId == known))
        {
            ToldUserId = userId;
            if (_lentAnonymousId is not null && IsOfTheCookies(parsed))
            {
                _lentUserId = userId;
            }
        }

        ToldAnonymousId = parsed.AnonymousId ?? ToldAnonymousId;
    }

    private readonly bool IsOfTheCookies(ParsedEvent parsed) => parsed.AnonymousId is null || parsed.AnonymousId == _lentAnonymousId;
}
