using System.Globalization;
using System.Text.Json;
using Gatehouse.Events;

namespace Gatehouse.Delivery.Forwarding;

/// <summary>
/// The tracking API puts a sender's clock right by the time between <c>sentAt</c> and its own receipt. An event that waited in the log
/// would come out too late by the wait, so its <c>sentAt</c> is moved by that.
/// </summary>
internal static class SentTime
{
    /// <summary>A shorter wait is within what clocks are worth; then times go on as they came.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    /// <summary>Writes the value of <c>sentAt</c> that the reader stands on.</summary>
    /// <param name="writer">Stands behind the property's name.</param>
    /// <param name="reader">Stands on the value, and moves to its end.</param>
    /// <param name="json">What the reader reads.</param>
    /// <param name="waited">How long ago the edge has received the event.</param>
    public static void Write(Utf8JsonWriter writer, scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json, TimeSpan waited)
    {
        if (waited >= Shortest
            && EventTime.Read(ref reader) is { } sentAt
            && sentAt < DateTimeOffset.MaxValue - waited)
        {
            WriteValue(writer, sentAt + waited);
        }
        else
        {
            writer.WriteRawValue(EventJson.TakeValue(ref reader, json), skipInputValidation: true);
        }
    }

    /// <summary>Writes a time of the edge's own.</summary>
    public static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> name, DateTimeOffset time)
    {
        writer.WritePropertyName(name);
        WriteValue(writer, time.ToUniversalTime());
    }

    private static void WriteValue(Utf8JsonWriter writer, DateTimeOffset time)
    {
        Span<char> text = stackalloc char[32];
        time.TryFormat(text, out var length, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..length]);
    }
}
