using Gatehouse.Events;
using Gatehouse.Profiles.Projection;

namespace Gatehouse.Profiles.History;

/// <summary>Tells whether an event is in a profile: what an anonymous visitor did before joining a user has moved to that one.</summary>
internal sealed class HistoryOwner
{
    private readonly ProfileKey _key;
    private readonly long? _forgotten;
    private readonly long _movedUntil;
    private readonly Dictionary<string, long> _joined;

    /// <param name="key">Whose profile.</param>
    /// <param name="record">The profile.</param>
    /// <param name="claimedBy">Of an anonymous visitor who joined a user: that user's profile.</param>
    public HistoryOwner(ProfileKey key, ProfileRecord record, ProfileRecord? claimedBy)
    {
        _key = key;
        _forgotten = record.Forgotten;
        _joined = Moved(record);
        _movedUntil = claimedBy is null ? long.MinValue : Moved(claimedBy).GetValueOrDefault(key.Id, long.MinValue);
    }

    /// <summary>Whether the event is one of this profile's.</summary>
    public bool Has(LogRecord record)
    {
        if (record.Event.IsOwn || ProjectedEvent.Of(record)?.Home is not { } home || !string.Equals(home.Site, _key.Site, StringComparison.Ordinal))
        {
            return false;
        }

        var receipt = ProfileTime.Of(record.Facts.ReceivedAt);
        var isHere = home == _key
            ? receipt > _movedUntil
            : home.Kind == ProfileKind.Anonymous && _joined.TryGetValue(home.Id, out var until) && receipt <= until;
        return isHere && !(_forgotten >= Math.Min(ProfileTime.Of(EventTime.Of(record.Event.Json.Span, record.Facts.ReceivedAt).Timestamp), receipt));
    }

    private static Dictionary<string, long> Moved(ProfileRecord record) => record.Joined
        .Where(static joined => joined.Seen is not null)
        .ToDictionary(static joined => joined.Id, static joined => joined.Seen!.Value, StringComparer.Ordinal);
}
