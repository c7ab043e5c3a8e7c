using System.Buffers;
using System.Text.Json;
using Gatehouse.Events;

namespace Gatehouse.Collect;

/// <summary>Puts what a batch says once into each of its events, so that an event means the same wherever it goes alone. One for a batch.</summary>
internal sealed class BatchMerger : IDisposable
{
    private readonly ArrayBufferWriter<byte> _buffer = new(EventLimits.EventBytes);
    private readonly Utf8JsonWriter _writer;

    public BatchMerger() => _writer = new(_buffer, EventJson.Writing);

    /// <summary>Merges key by key; where both have a value, the event's stays. JSON's null counts as no value.</summary>
    /// <param name="json">The whole body.</param>
    /// <param name="entry">The event in it.</param>
    /// <param name="shared">Where the shared parts stand in the body.</param>
    /// <returns>The event, until the next one is merged.</returns>
    public ReadOnlySpan<byte> Merge(ReadOnlySpan<byte> json, Range entry, ParsedBody shared)
    {
        var writer = _writer;
        _buffer.ResetWrittenCount();
        writer.Reset();
        var context = Of(json, shared.Context);
        var integrations = Of(json, shared.Integrations);
        var sentAt = Of(json, shared.SentAt);
        var own = json[entry];
        var reader = EventJson.Open(own);
        writer.WriteStartObject();
        while (EventJson.NextProperty(ref reader))
        {
            switch (EventKeys.Of(ref reader))
            {
                case EventKey.Context:
                    Write(writer, "context"u8, ValueOf(ref reader, own), ref context);
                    break;
                case EventKey.Integrations:
                    Write(writer, "integrations"u8, ValueOf(ref reader, own), ref integrations);
                    break;
                case EventKey.SentAt:
                    Write(writer, "sentAt"u8, ValueOf(ref reader, own), ref sentAt);
                    break;
                default:
                    EventJson.CopyProperty(ref reader, own, writer);
                    break;
            }
        }

        Write(writer, "context"u8, default, ref context);
        Write(writer, "integrations"u8, default, ref integrations);
        Write(writer, "sentAt"u8, default, ref sentAt);
        writer.WriteEndObject();
        writer.Flush();
        return _buffer.WrittenSpan;
    }

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    private static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> json, Range? range) => range is { } some ? json[some] : default;

    private static ReadOnlySpan<byte> ValueOf(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        reader.Read();
        return EventJson.TakeValue(ref reader, json);
    }

    /// <summary>Writes one part; the shared value is used up by it.</summary>
    private static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> name, ReadOnlySpan<byte> own, ref ReadOnlySpan<byte> shared)
    {
        var value = shared;
        shared = default;
        if (own.IsEmpty && value.IsEmpty)
        {
            return;
        }

        writer.WritePropertyName(name);
        if (own is [(byte)'{', ..] && value is [(byte)'{', ..])
        {
            WriteBoth(writer, own, value);
        }
        else
        {
            writer.WriteRawValue(value.IsEmpty || !(own.IsEmpty || own.SequenceEqual("null"u8)) ? own : value, skipInputValidation: true);
        }
    }

    private static void WriteBoth(Utf8JsonWriter writer, ReadOnlySpan<byte> own, ReadOnlySpan<byte> shared)
    {
        writer.WriteStartObject();
        var reader = EventJson.Open(shared);
        while (EventJson.NextProperty(ref reader))
        {
            var name = reader.GetString()!;
            if (Has(own, name))
            {
                reader.Read();
                reader.Skip();
            }
            else
            {
                EventJson.CopyProperty(ref reader, shared, writer);
            }
        }

        reader = EventJson.Open(own);
        while (EventJson.NextProperty(ref reader))
        {
            EventJson.CopyProperty(ref reader, own, writer);
        }

        writer.WriteEndObject();
    }

    private static bool Has(ReadOnlySpan<byte> json, string name)
    {
        var reader = EventJson.Open(json);
        while (EventJson.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals(name))
            {
                return true;
            }

            reader.Read();
            reader.Skip();
        }

        return false;
    }
}
