using System.Text;
using System.Text.Json;
using Gatehouse.Events;
using Gatehouse.Visitors;

namespace Gatehouse.Collect;

/// <content>Reads one event.</content>
internal ref partial struct EventParser
{
    /// <summary>Reads the event that the reader stands on, to its end even when it is faulty.</summary>
    /// <param name="type">The type that the route says. Null: the event says it.</param>
    /// <param name="body">Is told where the event's key stands, when it is the body's only event. Null: it is an entry of a batch.</param>
    private ParsedEvent? ReadEvent(EventType? type, ParsedBody? body = null)
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
        var fields = default(Fields);
        while (EventJson.NextProperty(ref _reader))
        {
            var key = EventKeys.Of(ref _reader);
            if ((seen & key) != EventKey.Other)
            {
                _fault ??= Refusal.DuplicateKey;
            }

            seen |= key;
            _reader.Read();
            if (key == EventKey.WriteKey && body is not null)
            {
                body.WriteKey = ReadRange();
            }
            else
            {
                ReadValue(key, ref fields);
            }
        }

        var json = start..(int)_reader.BytesConsumed;
        fields.Type = type ?? fields.Type;
        _fault ??= Check(fields, json);
        return _fault is null ? new(fields.Type!.Value, fields.MessageId, fields.AnonymousId, fields.UserId, fields.IsDirect, json) : null;
    }

    private static Refusal? Check(in Fields fields, Range json) => fields.Type switch
    {
        null => Refusal.BadType,
        _ when json.End.Value - json.Start.Value > EventLimits.EventBytes => Refusal.EventTooLarge,
        EventType.Track when !fields.HasName => Refusal.EventNameMissing,
        EventType.Group when fields.GroupId is null => Refusal.GroupIdMissing,
        EventType.Alias when fields.UserId is null => Refusal.UserIdMissing,
        EventType.Alias when fields.PreviousId is null => Refusal.PreviousIdMissing,
        _ => null,
    };

    private void ReadValue(EventKey key, ref Fields fields)
    {
        switch (key)
        {
            case EventKey.Type:
                fields.Type = _reader.TokenType == JsonTokenType.String ? EventTypes.Parse(_reader.GetString()) : null;
                break;
            case EventKey.MessageId:
                fields.MessageId = ReadId(EventLimits.MessageIdLength, Refusal.MessageIdTooLong);
                break;
            case EventKey.AnonymousId:
                fields.AnonymousId = ReadVisitorId();
                break;
            case EventKey.UserId:
                fields.UserId = ReadVisitorId();
                break;
            case EventKey.PreviousId:
                fields.PreviousId = ReadVisitorId();
                break;
            case EventKey.GroupId:
                fields.GroupId = ReadId(EventLimits.GroupIdLength, Refusal.IdTooLong);
                break;
            case EventKey.Event:
                fields.HasName = _reader.TokenType == JsonTokenType.String && !_reader.ValueSpan.IsEmpty;
                _fault ??= fields.HasName && IsLongerThan(EventLimits.NameLength) ? Refusal.EventNameTooLong : null;
                break;
            case EventKey.Context:
                fields.IsDirect = ReadContext();
                break;
        }

        Skip();
    }

    /// <summary>Reads a context to its end: what it says in <c>direct</c>. Null: nothing.</summary>
    private bool? ReadContext()
    {
        bool? isDirect = null;
        if (_reader.TokenType != JsonTokenType.StartObject)
        {
            _fault ??= _reader.TokenType == JsonTokenType.Null ? null : Refusal.BadContext;
            Skip();
            return null;
        }

        while (EventJson.NextProperty(ref _reader))
        {
            var says = _reader.ValueTextEquals("direct"u8);
            _reader.Read();
            isDirect = says && _reader.TokenType is JsonTokenType.True or JsonTokenType.False ? _reader.TokenType == JsonTokenType.True : isDirect;
            Skip();
        }

        return isDirect;
    }

    /// <summary>Whether the text that the reader stands on has more characters; only a text with as many bytes is looked at.</summary>
    private readonly bool IsLongerThan(int characters) => _reader.ValueSpan.Length > characters && _reader.GetString()!.Length > characters;

    /// <summary>Moves to the end of the value that the reader stands on: where it stands.</summary>
    private Range ReadRange()
    {
        var start = (int)_reader.TokenStartIndex;
        Skip();
        return start..(int)_reader.BytesConsumed;
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

    private struct Fields
    {
        public EventType? Type;
        public string? MessageId;
        public string? AnonymousId;
        public string? UserId;
        public string? PreviousId;
        public string? GroupId;
        public bool HasName;
        public bool? IsDirect;
    }
}
