using System.Text.Json;
using Gatehouse.Events;

namespace Gatehouse.Storage.Log;

/// <summary>A class of events that may be given up.</summary>
/// <param name="Type">The type. Null: any.</param>
/// <param name="Name">The name of a track event, compared exactly. Null: any.</param>
internal readonly record struct ShedRule(EventType? Type, string? Name = null)
{
    /// <summary>Whether an event is of the class.</summary>
    public bool Fits(ReceivedEvent @event) => (Type is null || Type == @event.Type) && (Name is null || IsNamed(@event.Json.Span, Name));

    private static bool IsNamed(ReadOnlySpan<byte> json, string name)
    {
        var value = EventJson.Find(json, "event"u8);
        if (value.IsEmpty)
        {
            return false;
        }

        var reader = new Utf8JsonReader(value);
        return reader.Read() && reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(name);
    }
}
