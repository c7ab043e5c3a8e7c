using Gatehouse.Visitors;

namespace Gatehouse.Collect;

/// <summary>
/// Makes the ids of events and those of the cookies consistent, event by event, as if each had come alone. What it learns becomes
/// the visitor's cookies once the events are taken.
/// </summary>
internal struct EventIds(Visitor visitor)
{
    private string? _anonymousId = visitor.AnonymousId;
    private string? _userId = visitor.UserId;

    /// <summary>The anonymous id that the cookie has to get. Null: no event told one.</summary>
    public string? ToldAnonymousId { get; private set; }

    /// <summary>The user id that the cookie has to get. Null: no event told one.</summary>
    public string? ToldUserId { get; private set; }

    /// <summary>
    /// The ids that an event goes on with: its own, then the cookies'. The cookie's user id belongs to the cookie's anonymous id: an
    /// event with another one comes from after a reset, or from another person.
    /// </summary>
    public readonly (string? AnonymousId, string? UserId) Complete(ParsedEvent parsed) =>
        (parsed.AnonymousId ?? _anonymousId, parsed.UserId ?? (parsed.AnonymousId is null || parsed.AnonymousId == _anonymousId ? _userId : null));

    /// <summary>
    /// Learns from an event that was accepted. A user id in a body is a claim: it is believed of the browser that the cookies name,
    /// and where the event is made to say who the visitor is. No user id is no sign-out.
    /// </summary>
    public void Learn(ParsedEvent parsed)
    {
        var saysWho = parsed.Type is Events.EventType.Identify or Events.EventType.Alias;
        if (parsed.UserId is { } userId && (saysWho || parsed.AnonymousId is null || _anonymousId is null || parsed.AnonymousId == _anonymousId))
        {
            _userId = ToldUserId = userId;
        }

        if (parsed.AnonymousId is { } anonymousId)
        {
            _anonymousId = ToldAnonymousId = anonymousId;
        }
    }
}
