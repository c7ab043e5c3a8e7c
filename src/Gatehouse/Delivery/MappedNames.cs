using System.Text.Json;
using Gatehouse.Events;

namespace Gatehouse.Delivery;

/// <summary>What an event's JSON says of it after a mapping: a destination learns nothing beside it that was hashed or dropped in it.</summary>
/// <param name="AnonymousId">The browser's id. Null: it is not there, or no text.</param>
/// <param name="UserId">The user's id. Null: it is not there, or no text.</param>
/// <param name="Name">The name of a track, page or screen event. Null: it is not there, or no text.</param>
/// <param name="UserAgent">The browser's user agent. Null: it is not there, or no text.</param>
internal readonly record struct MappedNames(string? AnonymousId, string? UserId, string? Name, string? UserAgent)
{
    /// <summary>Reads them.</summary>
    /// <param name="json">The event, one JSON object.</param>
    /// <param name="type">Its type, which says where its name stands.</param>
    public static MappedNames Of(ReadOnlySpan<byte> json, string type)
    {
        var name = type switch
        {
            "track" => "event"u8,
            "page" or "screen" => "name"u8,
            _ => default,
        };
        return new(Text(json, "anonymousId"u8), Text(json, "userId"u8), name.IsEmpty ? null : Text(json, name), Text(EventJson.Find(json, "context"u8), "userAgent"u8));
    }

    private static string? Text(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name)
    {
        if (json is not [(byte)'{', ..])
        {
            return null;
        }

        var value = EventJson.Find(json, name);
        var reader = new Utf8JsonReader(value);
        return value is [(byte)'"', ..] && reader.Read() ? reader.GetString() : null;
    }
}
