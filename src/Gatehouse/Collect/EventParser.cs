using System.Text.Json;
using System.Text.Unicode;
using Gatehouse.Events;

namespace Gatehouse.Collect;

/// <summary>Reads a body in one pass, without a tree: which events stand where, and what is wrong with them.</summary>
internal ref partial struct EventParser
{
    private Utf8JsonReader _reader;

    // What is wrong with the event, or the batch's frame, that is being read. The first finding counts.
    private Refusal? _fault;

    // Depth of the event, or the batch's frame, that is being read.
    private int _base;

    private EventParser(ReadOnlySpan<byte> json)
    {
        // The depth is checked here, against the event that the value stands in; the reader itself need not.
        _reader = new(json, new JsonReaderOptions { MaxDepth = EventLimits.BatchBytes });
        _fault = null;
        _base = 0;
    }

    /// <summary>Reads a body.</summary>
    /// <param name="json">The body. A surrogate without its half is mended in place.</param>
    /// <param name="method">What it should be.</param>
    public static ParsedBody Parse(Span<byte> json, EventMethod method)
    {
        if (json.Trim(" \t\r\n"u8).IsEmpty)
        {
            return new() { Refusal = Refusal.Empty };
        }

        if (!Utf8.IsValid(json))
        {
            return new() { Refusal = Refusal.BadUtf8 };
        }

        SurrogateMender.Mend(json);
        var parser = new EventParser(json);
        var body = new ParsedBody();
        try
        {
            parser.ReadBody(body, method);
        }
        catch (JsonException)
        {
            body.Refusal = Refusal.BadJson;
        }

        return body;
    }

    private void ReadBody(ParsedBody body, EventMethod method)
    {
        _reader.Read();
        if (method.Kind == EventMethodKind.Batch)
        {
            ReadBatch(body);
        }
        else if (ReadEvent(method.Type, body) is { } parsed)
        {
            body.Events.Add((0, parsed));
        }
        else
        {
            body.Refusal = _fault;
        }

        // Nothing may follow: throws if it does.
        _reader.Read();
    }

    private void ReadBatch(ParsedBody body)
    {
        if (_reader.TokenType != JsonTokenType.StartObject)
        {
            Skip();
            body.Refusal = Refusal.NotAnObject;
            return;
        }

        var seen = EventKey.Other;
        Refusal? fault = null;
        while (EventJson.NextProperty(ref _reader))
        {
            var key = EventKeys.Of(ref _reader);
            _fault = (seen & key) != EventKey.Other ? Refusal.DuplicateKey : null;
            seen |= key;
            _reader.Read();
            switch (key)
            {
                case EventKey.Batch:
                    ReadEntries(body);
                    break;
                case EventKey.Context:
                    var start = (int)_reader.TokenStartIndex;
                    body.SharesDirect = ReadContext();
                    body.Context = Shared(start);
                    break;
                case EventKey.Integrations:
                    body.Integrations = Shared();
                    break;
                case EventKey.SentAt:
                    body.SentAt = Shared();
                    break;
                case EventKey.WriteKey:
                    body.WriteKey = ReadRange();
                    break;
                default:
                    Skip();
                    break;
            }

            fault ??= _fault;
        }

        body.Refusal = fault
            ?? ((seen & EventKey.Batch) == EventKey.Other ? Refusal.BatchMissing : body.Events.Count + body.Refused.Count == 0 ? Refusal.BatchEmpty : null);
    }

    private void ReadEntries(ParsedBody body)
    {
        if (_reader.TokenType != JsonTokenType.StartArray)
        {
            _fault ??= Refusal.BatchMissing;
            Skip();
            return;
        }

        var fault = _fault;
        for (var index = 0; _reader.Read() && _reader.TokenType != JsonTokenType.EndArray; index++)
        {
            body.Entries = index + 1;
            if (index >= EventLimits.BatchEvents)
            {
                fault ??= Refusal.TooManyEvents;
                Skip();
                continue;
            }

            _fault = null;
            if (ReadEvent(null) is { } parsed)
            {
                body.Events.Add((index, parsed));
            }
            else
            {
                body.Refused.Add((index, _fault!));
            }
        }

        _base = 0;
        _fault = fault;
    }

    /// <summary>What each entry of the batch gets. JSON's null is nothing.</summary>
    private Range? Shared()
    {
        var start = (int)_reader.TokenStartIndex;
        Skip();
        return Shared(start);
    }

    private readonly Range? Shared(int start) => _reader.TokenType == JsonTokenType.Null ? null : start..(int)_reader.BytesConsumed;
}
