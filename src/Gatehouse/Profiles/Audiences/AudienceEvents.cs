using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Gatehouse.Diagnostics;
using Gatehouse.Events;

namespace Gatehouse.Profiles.Audiences;

/// <summary>
/// Puts <c>Audience Entered</c> and <c>Audience Exited</c> into the log, so that they are delivered like any event. Their message ids
/// follow from what made the change, so one that is made again after a crash is a repeat.
/// </summary>
internal sealed class AudienceEvents(IEventLog log, EdgeMetrics metrics, TimeProvider time)
{
    private const int MostTries = 5;

    /// <summary>Puts changes into the log. What it has no room for is given up and counted: the projection must not wait for room that only it can make.</summary>
    /// <param name="key">Whose.</param>
    /// <param name="changes">The changes.</param>
    /// <param name="joins">Positions of events by which the visitor joined a user. Null: none.</param>
    public async ValueTask AppendAsync(ProfileKey key, IReadOnlyList<AudienceChange> changes, IEnumerable<long>? joins = null)
    {
        if (changes.Count == 0)
        {
            return;
        }

        var now = time.GetUtcNow();
        var batch = new EventBatch(key.Site, [.. changes.Select(change => EventOf(key, change, !change.IsIn && joins?.Contains(change.Position) == true))], new() { ReceivedAt = now });
        for (var tries = 1; ; tries++)
        {
            var result = await log.AppendAsync(batch, CancellationToken.None);
            if (result.Status == AppendStatus.Stored)
            {
                metrics.Profiles(key.Site, "audience_event", result.Stored);
                return;
            }

            if (result.Status == AppendStatus.DiskFull || tries == MostTries)
            {
                metrics.Profiles(key.Site, "audience_event_lost", changes.Count);
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100 * tries), time);
        }
    }

    private static ReceivedEvent EventOf(ProfileKey key, AudienceChange change, bool isJoined)
    {
        var messageId = MessageIdOf(key, change);
        var isUser = key.Kind == ProfileKind.User;
        return new()
        {
            Type = EventType.Track,
            MessageId = messageId,
            UserId = isUser ? key.Id : null,
            AnonymousId = isUser ? null : key.Id,
            IsOwn = true,
            Json = JsonOf(key, change, messageId, isJoined),
        };
    }

    private static ReadOnlyMemory<byte> JsonOf(ProfileKey key, AudienceChange change, string messageId, bool isJoined)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var writer = new Utf8JsonWriter(buffer, EventJson.Writing);
        writer.WriteStartObject();
        writer.WriteString("type"u8, "track"u8);
        writer.WriteString("event"u8, change.IsIn ? "Audience Entered"u8 : "Audience Exited"u8);
        writer.WriteString("messageId"u8, messageId);
        writer.WriteString(key.Kind == ProfileKind.User ? "userId"u8 : "anonymousId"u8, key.Id);
        writer.WriteString("timestamp"u8, DateTimeOffset.UnixEpoch.AddTicks(change.Time * TimeSpan.TicksPerMicrosecond));
        writer.WriteStartObject("properties"u8);
        writer.WriteString("audience_key"u8, change.Audience);
        if (change.Audience is not "audience_key")
        {
            writer.WriteBoolean(change.Audience, change.IsIn);
        }

        writer.WriteEndObject();
        writer.WriteStartObject("context"u8);
        if (isJoined)
        {
            writer.WriteBoolean("joined"u8, value: true);
        }

        writer.WriteStartObject("library"u8);
        writer.WriteString("name"u8, "gatehouse"u8);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }

    private static string MessageIdOf(ProfileKey key, AudienceChange change)
    {
        // With a position the change follows from that event; without one, from the time at which it was due.
        var made = string.Create(
            CultureInfo.InvariantCulture,
            $"{change.Log}\n{change.Position}\n{(change.Position == 0 ? change.Time : 0)}\n{(int)key.Kind}\n{change.IsIn}\n{change.Audience.Length}\n{change.Audience}\n{key.Id}");
        return "audience-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(made)).AsSpan(0, 16));
    }
}
