namespace Gatehouse.Delivery.Rules;

/// <summary>Takes members out of an event.</summary>
internal static class EventCut
{
    /// <summary>Takes them out, each with its comma; every other byte stays.</summary>
    /// <param name="json">The event.</param>
    /// <param name="members">In the order in which they stand there, none inside another.</param>
    public static ReadOnlyMemory<byte> Without(ReadOnlyMemory<byte> json, List<EventMember> members)
    {
        if (members.Count == 0)
        {
            return json;
        }

        var source = json.Span;
        var rest = new byte[source.Length];
        var length = 0;
        var from = 0;
        foreach (var member in members)
        {
            source[from..member.Start].CopyTo(rest.AsSpan(length));
            length += member.Start - from;
            from = member.End;
            var comma = from + source[from..].IndexOfAnyExcept(" \t\r\n"u8);
            if (source[comma] == ',')
            {
                from = comma + 1;
            }
            else
            {
                // It was the last one, and the comma is before it, if there is one.
                var before = rest.AsSpan(0, length).TrimEnd(" \t\r\n"u8);
                length = before is [.., (byte)','] ? before.Length - 1 : length;
            }
        }

        source[from..].CopyTo(rest.AsSpan(length));
        return rest.AsMemory(0, length + source.Length - from);
    }
}
