using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Gatehouse.Events;
using Gatehouse.Visitors;

namespace Gatehouse.Collect;

/// <summary>Reads a body in one pass, without a tree: which events stand where, and what is wrong with them.</summary>
internal ref struct EventParser
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
        else if (ReadEvent(method.Type) is { } parsed)
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
                    body.Context = Shared(mustBeObject: true);
                    break;
                case EventKey.Integrations:
                    body.Integrations = Shared(mustBeObject: false);
                    break;
                case EventKey.SentAt:
                    body.SentAt = Shared(mustBeObject: false);
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
    private Range? Shared(bool mustBeObject)
    {
        if (_reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (mustBeObject && _reader.TokenType != JsonTokenType.StartObject)
        {
            _fault ??= Refusal.BadContext;
        }

        var start = (int)_reader.TokenStartIndex;
        Skip();
        return start..(int)_reader.BytesConsumed;
    }

    /// <summary>Reads the event that the reader stands on, to its end even when it is faulty.</summary>
    /// <param name="type">The type that the route says. Null: the event says it.</param>
    private ParsedEvent? ReadEvent(EventType? type)
    {
        _base = _reader.CurrentDepth;
        if (_reader.TokenType != JsonTokenType.StartObject)
        {
            Skip();
            _fault ??= Refusal.NotAnObject;
            return null;
        }

        var start = (int)_reader.TokenStartIndex;
        var seen = EventKey.Other;
        string? messageId = null, anonymousId = null, userId = null, previousId = null, groupId = null;
        EventType? ownType = null;
        var hasName = false;
        while (EventJson.NextProperty(ref _reader))
        {
            var key = EventKeys.Of(ref _reader);
            if ((seen & key) != EventKey.Other)
            {
                _fault ??= Refusal.DuplicateKey;
            }

            seen |= key;
            _reader.Read();
            switch (key)
            {
                case EventKey.Type:
                    ownType = _reader.TokenType == JsonTokenType.String ? EventTypes.Parse(_reader.GetString()) : null;
                    Skip();
                    break;
                case EventKey.MessageId:
                    messageId = ReadId(EventLimits.MessageIdLength, Refusal.MessageIdTooLong);
                    break;
                case EventKey.AnonymousId:
                    anonymousId = ReadVisitorId();
                    break;
                case EventKey.UserId:
                    userId = ReadVisitorId();
                    break;
                case EventKey.PreviousId:
                    previousId = ReadVisitorId();
                    break;
                case EventKey.GroupId:
                    groupId = ReadId(EventLimits.GroupIdLength, Refusal.IdTooLong);
                    break;
                case EventKey.Event:
                    hasName = _reader.TokenType == JsonTokenType.String && !_reader.ValueSpan.IsEmpty;
                    Skip();
                    break;
                case EventKey.Context when _reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.Null):
                    _fault ??= Refusal.BadContext;
                    Skip();
                    break;
                default:
                    Skip();
                    break;
            }
        }

        var end = (int)_reader.BytesConsumed;
        _fault ??= (type ?? ownType) switch
        {
            null => Refusal.BadType,
            _ when end - start > EventLimits.EventBytes => Refusal.EventTooLarge,
            EventType.Track when !hasName => Refusal.EventNameMissing,
            EventType.Group when groupId is null => Refusal.GroupIdMissing,
            EventType.Alias when userId is null => Refusal.UserIdMissing,
            EventType.Alias when previousId is null => Refusal.PreviousIdMissing,
            _ => null,
        };
        return _fault is null ? new((type ?? ownType)!.Value, messageId, anonymousId, userId, start..end) : null;
    }

    private string? ReadVisitorId()
    {
        var id = ReadId(VisitorId.Longest, Refusal.IdTooLong);
        if (id is not null && !VisitorId.IsUsable(id))
        {
            _fault ??= Encoding.UTF8.GetByteCount(id) > VisitorId.Longest ? Refusal.IdTooLong : Refusal.BadId;
        }

        return id;
    }

    /// <summary>Text, or a number as the text that it was written as. Null: JSON's null, the empty text, or a fault.</summary>
    private string? ReadId(int longest, Refusal tooLong)
    {
        string? id = null;
        switch (_reader.TokenType)
        {
            case JsonTokenType.String:
                id = _reader.GetString();
                break;
            case JsonTokenType.Number:
                id = Encoding.UTF8.GetString(_reader.ValueSpan);
                break;
            case not JsonTokenType.Null:
                _fault ??= Refusal.BadId;
                Skip();
                break;
        }

        if (id?.Length > longest)
        {
            _fault ??= tooLong;
        }
        else if (id.AsSpan().ContainsAnyInRange('\0', '\x1f'))
        {
            _fault ??= Refusal.BadId;
        }

        return string.IsNullOrEmpty(id) ? null : id;
    }

    /// <summary>Moves to the end of the value that the reader stands on.</summary>
    private void Skip()
    {
        if (_reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            return;
        }

        var depth = _reader.CurrentDepth;
        do
        {
            // An event stands at depth 0 of itself, and is the first of the allowed levels.
            if (_reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray && _reader.CurrentDepth - _base >= EventLimits.Depth)
            {
                _fault ??= Refusal.TooDeep;
            }
        }
        while (_reader.Read() && _reader.CurrentDepth > depth);
    }
}
