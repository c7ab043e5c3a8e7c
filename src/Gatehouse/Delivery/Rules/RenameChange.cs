using Gatehouse.Sites;

namespace Gatehouse.Delivery.Rules;

/// <summary>
/// What is named goes out at another place. All at once: each value is that of the event before, so two can change places. What is at
/// the new place gives way; objects on the way there are made. What cannot be put there stays where it is.
/// </summary>
internal sealed class RenameChange(IEnumerable<RenameSettings> renames) : EventChange
{
    private readonly Move[] _moves = [.. renames.Select(static rename => new Move(rename))];

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> Apply(ReadOnlyMemory<byte> json)
    {
        var moves = new List<(Move Move, ReadOnlyMemory<byte> Value)>();
        foreach (var move in _moves)
        {
            // Of several the last counts, as it does for whoever reads the event.
            if (EventMembers.Named(json.Span, move.Source) is [.., var member])
            {
                moves.Add((move, json[member.Value..member.End]));
            }
        }

        while (moves.Count > 0 && !TryMove(json, moves, out json))
        {
        }

        return json;
    }

    /// <summary>Makes all the moves, or takes one that cannot be made off the list.</summary>
    private static bool TryMove(ReadOnlyMemory<byte> json, List<(Move Move, ReadOnlyMemory<byte> Value)> moves, out ReadOnlyMemory<byte> moved)
    {
        var places = new EventPaths(moves.SelectMany(static move => new[] { move.Move.From, move.Move.To }));
        moved = EventCut.Without(json, EventMembers.Named(json.Span, places));
        for (var index = 0; index < moves.Count; index++)
        {
            if (!EventInsert.TryInsert(ref moved, moves[index].Move.Target, moves[index].Value.Span))
            {
                moves.RemoveAt(index);
                moved = json;
                return false;
            }
        }

        return true;
    }

    private sealed class Move(RenameSettings rename)
    {
        public string From { get; } = rename.From;

        public string To { get; } = rename.To;

        public EventPaths Source { get; } = new([rename.From]);

        public EventName[] Target { get; } = [.. rename.To.Split('.').Select(static name => new EventName(name))];
    }
}
