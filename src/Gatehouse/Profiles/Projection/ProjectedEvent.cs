using Gatehouse.Events;

namespace Gatehouse.Profiles.Projection;

/// <summary>An event that changes profiles, with the keys of those it may change.</summary>
/// <param name="Record">The event.</param>
/// <param name="Home">Whose it is: the user's profile, else the anonymous one's.</param>
/// <param name="Joins">The anonymous profile that joins the user's with it. Null: none.</param>
internal sealed record ProjectedEvent(LogRecord Record, ProfileKey Home, ProfileKey? Joins)
{
    /// <summary>Finds the keys. Null: the event has no id that can be a key.</summary>
    public static ProjectedEvent? Of(LogRecord record)
    {
        var received = record.Event;
        if (!ProfileKey.TryCreate(record.Site, ProfileKind.User, received.UserId, out var user))
        {
            return received.UserId is null && ProfileKey.TryCreate(record.Site, ProfileKind.Anonymous, received.AnonymousId, out var home)
                ? new(record, home, null)
                : null;
        }

        var joining = received.Type == EventType.Alias ? PreviousId(received.Json.Span) ?? received.AnonymousId : received.AnonymousId;
        return new(record, user, ProfileKey.TryCreate(record.Site, ProfileKind.Anonymous, joining, out var anonymous) ? anonymous : null);
    }

    private static string? PreviousId(ReadOnlySpan<byte> json)
    {
        var reader = EventJson.Open(json);
        while (EventJson.NextProperty(ref reader))
        {
            var isIt = reader.ValueTextEquals("previousId"u8);
            reader.Read();
            if (isIt)
            {
                return reader.TokenType == System.Text.Json.JsonTokenType.String ? reader.GetString() : null;
            }

            reader.Skip();
        }

        return null;
    }
}
