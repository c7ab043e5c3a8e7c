using System.Text.Json;

namespace Gatehouse.Events;

/// <summary>Recognises the keys, however they are escaped.</summary>
internal static class EventKeys
{
    /// <summary>The key whose name the reader stands on.</summary>
    public static EventKey Of(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("type"u8) ? EventKey.Type
        : reader.ValueTextEquals("messageId"u8) ? EventKey.MessageId
        : reader.ValueTextEquals("anonymousId"u8) ? EventKey.AnonymousId
        : reader.ValueTextEquals("userId"u8) ? EventKey.UserId
        : reader.ValueTextEquals("event"u8) ? EventKey.Event
        : reader.ValueTextEquals("context"u8) ? EventKey.Context
        : reader.ValueTextEquals("integrations"u8) ? EventKey.Integrations
        : reader.ValueTextEquals("timestamp"u8) ? EventKey.Timestamp
        : reader.ValueTextEquals("sentAt"u8) ? EventKey.SentAt
        : reader.ValueTextEquals("writeKey"u8) ? EventKey.WriteKey
        : reader.ValueTextEquals("groupId"u8) ? EventKey.GroupId
        : reader.ValueTextEquals("previousId"u8) ? EventKey.PreviousId
        : reader.ValueTextEquals("batch"u8) ? EventKey.Batch
        : EventKey.Other;
}
