using System.Text.Json;
using Gatehouse.Conditions;
using Gatehouse.Events;

namespace Gatehouse.Delivery.Replays;

/// <summary>Which events a replay is about: all that it says must be so.</summary>
internal sealed record ReplayFilter
{
    /// <summary>They were received at this time or later. Null: however early.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>They were received before this time. Null: until the replay was made.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>One of these types. Empty: any.</summary>
    public IReadOnlyList<EventType> Types { get; init; } = [];

    /// <summary>One of these names: of a track event its <c>event</c>, of a page or screen its <c>name</c>. Empty: any, also none.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>With this anonymous id. Null: any, also none.</summary>
    public string? AnonymousId { get; init; }

    /// <summary>With this user id. Null: any, also none.</summary>
    public string? UserId { get; init; }

    /// <summary>Whether an event is one of them.</summary>
    public bool Matches(LogRecord record) =>
        (From is not { } from || record.Facts.ReceivedAt >= from)
        && (To is not { } to || record.Facts.ReceivedAt < to)
        && (Types.Count == 0 || Types.Contains(record.Event.Type))
        && (AnonymousId is null || string.Equals(record.Event.AnonymousId, AnonymousId, StringComparison.Ordinal))
        && (UserId is null || string.Equals(record.Event.UserId, UserId, StringComparison.Ordinal))
        && (Names.Count == 0 || IsNamed(record.Event));

    private bool IsNamed(ReceivedEvent received)
    {
        var json = new EventFacts(received).Name;
        if (json is not [(byte)'"', ..])
        {
            return false;
        }

        var name = new Utf8JsonReader(json);
        name.Read();
        foreach (var one in Names)
        {
            if (name.ValueTextEquals(one))
            {
                return true;
            }
        }

        return false;
    }
}
