using System.Buffers;
using System.Text.Json;
using Gatehouse.Conditions;
using Gatehouse.Events;

namespace Gatehouse.Delivery.Rules;

/// <summary>Puts a value into an event.</summary>
internal static class EventInsert
{
    /// <summary>Puts it there, and makes the objects on the way that are not there.</summary>
    /// <param name="json">The event.</param>
    /// <param name="path">Names of the objects on the way, and of the value.</param>
    /// <param name="value">The value's JSON.</param>
    /// <returns>False: something on the way is no object, there is a value already, or the event would be too deep.</returns>
    public static bool TryInsert(ref ReadOnlyMemory<byte> json, EventName[] path, ReadOnlySpan<byte> value)
    {
        var source = json.Span;
        var into = source;
        var start = 0;
        var next = 0;
        while (FactJson.Find(into, path[next].Utf8) is { IsEmpty: false } member)
        {
            if (member[0] != '{' || ++next == path.Length)
            {
                return false;
            }

            // Both are parts of the same bytes.
            into.Overlaps(member, out var offset);
            start += offset;
            into = member;
        }

        if (path.Length + DepthOf(value) > EventLimits.Depth)
        {
            return false;
        }

        var at = start + into.Length - 1;
        var output = new ArrayBufferWriter<byte>(source.Length + value.Length + 128);
        output.Write(source[..at]);
        output.Write(into[1..^1].ContainsAnyExcept(" \t\r\n"u8) ? ","u8 : default);
        output.Write(path[next].Json);
        foreach (var name in path.AsSpan(next + 1))
        {
            output.Write("{"u8);
            output.Write(name.Json);
        }

        output.Write(value);
        foreach (var _ in path.AsSpan(next + 1))
        {
            output.Write("}"u8);
        }

        output.Write(source[at..]);
        json = output.WrittenMemory;
        return true;
    }

    private static int DepthOf(ReadOnlySpan<byte> value)
    {
        var deepest = 0;
        var reader = FactJson.Open(value);
        do
        {
            deepest = Math.Max(deepest, reader.CurrentDepth + (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray ? 1 : 0));
        }
        while (reader.Read());

        return deepest;
    }
}
