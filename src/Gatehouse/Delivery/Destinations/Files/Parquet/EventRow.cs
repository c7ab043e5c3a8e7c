using System.Buffers;
using System.Text.Json;

namespace Gatehouse.Delivery.Destinations.Files.Parquet;

/// <summary>What of an event's JSON stands in columns of its own. One is used for many events, one after another.</summary>
internal sealed class EventRow
{
    /// <summary>Keys of texts.</summary>
    public const int MessageId = 0, Type = 1, AnonymousId = 2, UserId = 3;

    private const int Event = 4, Name = 5;

    private static readonly byte[][] Names = ["messageId"u8.ToArray(), "type"u8.ToArray(), "anonymousId"u8.ToArray(), "userId"u8.ToArray(), "event"u8.ToArray(), "name"u8.ToArray()];

    private readonly ArrayBufferWriter<byte> _texts = new();
    private readonly Range?[] _found = new Range?[Names.Length];

    /// <summary>Its <c>timestamp</c>, in milliseconds since 1970-01-01T00:00Z. Null: none.</summary>
    public long? Timestamp { get; private set; }

    /// <summary>Its <c>receivedAt</c>, likewise.</summary>
    public long? ReceivedAt { get; private set; }

    /// <summary>The key of what names the event: a page or screen by <c>name</c>, a track event by <c>event</c>; for others nothing is there.</summary>
    public int NameKey => !TryGet(Type, out var type) ? -1
        : type.SequenceEqual("track"u8) ? Event
        : type.SequenceEqual("page"u8) || type.SequenceEqual("screen"u8) ? Name
        : -1;

    /// <summary>A text. False: it is not there, or no text.</summary>
    public bool TryGet(int key, out ReadOnlySpan<byte> text)
    {
        var found = key < 0 ? null : _found[key];
        text = found is { } range ? _texts.WrittenSpan[range] : default;
        return found is not null;
    }

    /// <summary>Reads an event. Of what cannot be read, nothing is there.</summary>
    public void Read(ReadOnlySpan<byte> json)
    {
        _texts.ResetWrittenCount();
        Array.Clear(_found);
        (Timestamp, ReceivedAt) = (null, null);
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = int.MaxValue });
        try
        {
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                ReadProperty(ref reader);
            }
        }
        catch (JsonException)
        {
            // The row still has the event as it was written.
        }
    }

    private void ReadProperty(ref Utf8JsonReader reader)
    {
        var isTimestamp = reader.ValueTextEquals("timestamp"u8);
        var isReceivedAt = reader.ValueTextEquals("receivedAt"u8);
        var key = isTimestamp || isReceivedAt ? -1 : KeyOf(ref reader);
        reader.Read();
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
        }
        else if (isTimestamp)
        {
            Timestamp ??= TimeOf(ref reader);
        }
        else if (isReceivedAt)
        {
            ReceivedAt ??= TimeOf(ref reader);
        }
        else if (key >= 0 && _found[key] is null)
        {
            _found[key] = Keep(ref reader);
        }
    }

    private static int KeyOf(ref Utf8JsonReader reader)
    {
        for (var key = 0; key < Names.Length; key++)
        {
            if (reader.ValueTextEquals(Names[key]))
            {
                return key;
            }
        }

        return -1;
    }

    private static long? TimeOf(ref Utf8JsonReader reader) => reader.TryGetDateTimeOffset(out var time) ? time.ToUnixTimeMilliseconds() : null;

    private Range? Keep(ref Utf8JsonReader reader)
    {
        var start = _texts.WrittenCount;
        try
        {
            // What is unescaped is never longer.
            _texts.Advance(reader.CopyString(_texts.GetSpan(reader.ValueSpan.Length)));
            return start.._texts.WrittenCount;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair is no text.
            return null;
        }
    }
}
