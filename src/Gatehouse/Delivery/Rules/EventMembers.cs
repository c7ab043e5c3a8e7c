using System.Text;
using System.Text.Json;
using Gatehouse.Conditions;
using Gatehouse.Events;

namespace Gatehouse.Delivery.Rules;

/// <summary>Finds members of an event, in the order in which they stand there. Arrays are not looked into.</summary>
internal ref struct EventMembers
{
    private readonly EventPaths _paths;
    private readonly bool _named;
    private readonly Span<byte> _path;
    private readonly List<EventMember> _found = [];
    private Utf8JsonReader _reader;

    private EventMembers(ReadOnlySpan<byte> json, EventPaths paths, bool named, Span<byte> path)
    {
        _paths = paths;
        _named = named;
        _path = path;
        _reader = FactJson.Open(json);
    }

    /// <summary>Those that are named.</summary>
    public static List<EventMember> Named(ReadOnlySpan<byte> json, EventPaths paths) => Find(json, paths, named: true);

    /// <summary>Those that are neither named, nor in one that is, nor around one that could be.</summary>
    public static List<EventMember> Others(ReadOnlySpan<byte> json, EventPaths paths) => Find(json, paths, named: false);

    private static List<EventMember> Find(ReadOnlySpan<byte> json, EventPaths paths, bool named)
    {
        var members = new EventMembers(json, paths, named, new byte[paths.Longest + 1]);
        members.Object(0);
        return members._found;
    }

    /// <summary>Looks through the object whose first brace was read.</summary>
    /// <param name="length">How much of the path belongs to the object, its last dot included.</param>
    private void Object(int length)
    {
        while (EventJson.NextProperty(ref _reader))
        {
            var start = (int)_reader.TokenStartIndex;
            var end = Append(length);
            _reader.Read();
            var value = (int)_reader.TokenStartIndex;
            var isNamed = end >= 0 && _paths.Name(_path[..end]);
            var isAround = end >= 0 && !isNamed && _reader.TokenType == JsonTokenType.StartObject && _paths.LeadInto(_path[..end]);
            if (isAround)
            {
                _path[end] = (byte)'.';
                Object(end + 1);
            }
            else
            {
                _reader.Skip();
            }

            if (_named ? isNamed : !isNamed && !isAround)
            {
                _found.Add(new(start, value, (int)_reader.BytesConsumed));
            }
        }
    }

    /// <summary>Puts the name that the reader stands on behind the path: where it ends. -1: it is longer than any path.</summary>
    private readonly int Append(int length)
    {
        var name = _reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(_reader.GetString()!) : _reader.ValueSpan;
        return length + name.Length < _path.Length && name.TryCopyTo(_path[length..]) ? length + name.Length : -1;
    }
}
