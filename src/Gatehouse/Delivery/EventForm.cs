using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Gatehouse.Events;

namespace Gatehouse.Delivery;

/// <summary>
/// The one form in which every destination gets an event: as it came, without the page's key, with the type and ids that the checks
/// found, with times by the edge's clock, and with the edge's facts where the sender left them out. For one caller at a time.
/// </summary>
/// <param name="isReplay">Whether the event is sent once more because somebody asked for it; it says so in its context.</param>
internal sealed class EventForm(bool isReplay) : IDisposable
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    // What the names, quotation marks, commas and times of what is added may need.
    private const int AddedBytes = 256;

    private readonly ArrayBufferWriter<byte> _buffer = new(4096);
    private readonly Utf8JsonWriter _writer = new(Stream.Null, EventJson.Writing);

    /// <summary>Writes an event.</summary>
    public DeliveryEvent Write(LogRecord record)
    {
        var received = record.Event;
        var time = EventTime.Of(received.Json.Span, record.Facts.ReceivedAt);
        _buffer.ResetWrittenCount();
        _writer.Reset(_buffer);
        var name = WriteObject(received, record.Facts, time);
        _writer.Flush();
        return new()
        {
            Position = record.Position,
            Site = record.Site,
            Type = EventTypes.NameOf(received.Type),
            Name = name,
            MessageId = received.MessageId,
            AnonymousId = received.AnonymousId,
            UserId = received.UserId,
            Timestamp = time.Timestamp,
            ReceivedAt = record.Facts.ReceivedAt.ToUniversalTime(),
            Json = _buffer.WrittenSpan.ToArray(),
            UserAgent = record.Facts.UserAgent,
            Owner = new(received.AnonymousId, received.UserId),
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    private string? WriteObject(ReceivedEvent received, EdgeFacts facts, EventTime time)
    {
        var json = received.Json.Span;

        // What is near the limit of an event would be refused for what is added to it.
        var fits = json.Length + AddedBytes + (facts.UserAgent?.Length ?? 0) <= EventLimits.EventBytes;
        var context = new AddedContext(fits ? facts.ClientAddress?.ToString() : null, fits ? facts.UserAgent : null, isReplay);
        string? name = null;
        ReadOnlySpan<byte> sent = default;
        var hasOriginal = false;
        var seen = EventKey.Other;
        var reader = EventJson.Open(json);
        _writer.WriteStartObject();
        while (EventJson.NextProperty(ref reader))
        {
            var key = EventKeys.Of(ref reader);
            seen |= key;
            switch (key)
            {
                case EventKey.Type or EventKey.MessageId or EventKey.AnonymousId or EventKey.UserId or EventKey.WriteKey or EventKey.SentAt:
                    reader.Read();
                    reader.Skip();
                    WriteKnown(key, received);
                    break;
                case EventKey.Timestamp:
                    reader.Read();
                    sent = EventJson.TakeValue(ref reader, json);
                    WriteTime("timestamp"u8, time.Timestamp);
                    break;
                case EventKey.Context:
                    reader.Read();
                    context.Write(_writer, EventJson.TakeValue(ref reader, json));
                    break;
                case EventKey.GroupId or EventKey.PreviousId:
                    reader.Read();
                    WriteText(key == EventKey.GroupId ? "groupId"u8 : "previousId"u8, ref reader);
                    break;
                default:
                    hasOriginal |= reader.ValueTextEquals("originalTimestamp"u8);
                    name ??= NameOf(received.Type, key, reader);
                    if (reader.ValueTextEquals("receivedAt"u8))
                    {
                        reader.Read();
                        reader.Skip();
                    }
                    else
                    {
                        EventJson.CopyProperty(ref reader, json, _writer);
                    }

                    break;
            }
        }

        WriteMissing(seen, received, context);
        if ((seen & EventKey.Timestamp) == EventKey.Other)
        {
            WriteTime("timestamp"u8, time.Timestamp);
        }
        else if (fits && !hasOriginal && sent is [(byte)'"', ..])
        {
            _writer.WritePropertyName("originalTimestamp"u8);
            _writer.WriteRawValue(sent, skipInputValidation: true);
        }

        if (fits)
        {
            WriteTime("receivedAt"u8, facts.ReceivedAt);
        }

        _writer.WriteEndObject();
        return name;
    }

    /// <summary>The name that the property gives the event whose name the reader stands on. Null: it gives none.</summary>
    private static string? NameOf(EventType type, EventKey key, Utf8JsonReader reader)
    {
        var isName = type switch
        {
            EventType.Track => key == EventKey.Event,
            EventType.Page or EventType.Screen => reader.ValueTextEquals("name"u8),
            _ => false,
        };
        return isName && reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
    }

    private void WriteMissing(EventKey seen, ReceivedEvent received, AddedContext context)
    {
        WriteIf(EventKey.Type, true);
        WriteIf(EventKey.MessageId, true);
        WriteIf(EventKey.AnonymousId, received.AnonymousId is not null);
        WriteIf(EventKey.UserId, received.UserId is not null);
        if ((seen & EventKey.Context) == EventKey.Other)
        {
            context.Write(_writer, default);
        }

        void WriteIf(EventKey key, bool isKnown)
        {
            if (isKnown && (seen & key) == EventKey.Other)
            {
                WriteKnown(key, received);
            }
        }
    }

    /// <summary>Writes what the checks found, whatever the event says; of the page's key and the time of sending, nothing.</summary>
    private void WriteKnown(EventKey key, ReceivedEvent received)
    {
        switch (key)
        {
            case EventKey.Type:
                _writer.WriteString("type"u8, EventTypes.NameOf(received.Type));
                break;
            case EventKey.MessageId:
                _writer.WriteString("messageId"u8, received.MessageId);
                break;
            case EventKey.AnonymousId:
                _writer.WriteString("anonymousId"u8, received.AnonymousId);
                break;
            case EventKey.UserId:
                _writer.WriteString("userId"u8, received.UserId);
                break;
        }
    }

    /// <summary>Ids that came as numbers go on as text.</summary>
    private void WriteText(ReadOnlySpan<byte> name, ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            _writer.WriteNull(name);
        }
        else if (reader.TokenType == JsonTokenType.Number)
        {
            _writer.WriteString(name, reader.ValueSpan);
        }
        else
        {
            _writer.WriteString(name, reader.GetString());
        }
    }

    private void WriteTime(ReadOnlySpan<byte> name, DateTimeOffset time)
    {
        Span<char> text = stackalloc char[32];
        time.UtcDateTime.TryFormat(text, out var length, TimeFormat, CultureInfo.InvariantCulture);
        _writer.WriteString(name, text[..length]);
    }
}
