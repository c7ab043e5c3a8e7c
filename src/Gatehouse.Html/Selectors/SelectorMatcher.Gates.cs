using System.Runtime.CompilerServices;
using Gatehouse.Html.Selectors.Matching;
using Gatehouse.Html.Selectors.Syntax;

namespace Gatehouse.Html.Selectors;

/// <content>
/// The gates that open elements hold open. A gate keeps who opened it last; what it was before is written down with the
/// element, and given back when that closes. So a start tag costs what it matches, not what there is.
/// </content>
internal sealed partial class SelectorMatcher
{
    private readonly GateState[] _gates;
    private readonly SiblingCounts _types = new();
    private readonly SiblingCounts _counters = new();
    private Open[] _open = new Open[32];
    private Undo[] _undo = new Undo[32];
    private int[] _behind = new int[16];
    private int[] _behindDescendants = new int[16];
    private int _depth;
    private int _undoCount;
    private int _behindCount;
    private int _behindDescendantsCount;

    /// <summary>Bytes that the open elements take up, for a caller that bounds them.</summary>
    public int BytesInUse =>
        (_depth * Unsafe.SizeOf<Open>()) + (_undoCount * Unsafe.SizeOf<Undo>())
        + ((_behindCount + _behindDescendantsCount) * sizeof(int)) + ((_types.Count + _counters.Count) * SiblingCounts.EntrySize);

    /// <summary>Takes the end of the element that was opened last.</summary>
    public void CloseElement()
    {
        if (!_program.NeedsTree || _depth == 0)
        {
            return;
        }

        CloseGates(_open[_depth--].Undo);
        _types.CloseTo(_depth);
        _counters.CloseTo(_depth);
    }

    internal int CountBefore(int counter, int depth) => _counters.CountOrZero(depth, (ulong)counter);

    internal bool IsOpen(int gate, in ElementView element)
    {
        if (gate == SelectorNode.None)
        {
            return true;
        }

        var state = _gates[gate];
        return _program.Gates[gate].Combinator switch
        {
            Combinator.Descendant => state.Depth >= 0,
            Combinator.NextSibling => state.Depth == element.Depth && state.Ordinal == element.Ordinal,
            _ => state.Depth == element.Depth,
        };
    }

    private void CollectBehindGates(in ElementView element)
    {
        for (var i = 0; i < _behindDescendantsCount; i++)
        {
            Collect(_program.Gates[_behindDescendants[i]].Behind, element);
        }

        for (var i = _open[_depth].Behind; i < _behindCount; i++)
        {
            Collect(_program.Gates[_behind[i]].Behind, element);
        }
    }

    /// <summary>Opens the gates of the nodes that matched, and the element.</summary>
    private void OpenGates(ReadOnlySpan<SelectorNode> found, int ordinal, bool hasContent)
    {
        foreach (var node in found)
        {
            // What siblings may pass belongs to the parent, whose part of the stacks is on top until the element opens.
            Set(node.LaterSiblings, _depth, 0);
            Set(node.NextSibling, _depth, ordinal + 1);
            foreach (var counter in node.Counters)
            {
                Count(counter);
            }
        }

        if (!hasContent)
        {
            return;
        }

        Push();
        foreach (var node in found)
        {
            Set(node.Children, _depth, 0);
            if (node.Descendants != SelectorNode.None && _gates[node.Descendants].Depth < 0)
            {
                Set(node.Descendants, _depth, 0);
            }
        }
    }

    /// <summary>Once an element, though several alternatives of the list may match it.</summary>
    private void Count(int counter)
    {
        if (_counted[counter] != _element)
        {
            _counted[counter] = _element;
            _counters.CountOf(_depth, (ulong)counter)++;
        }
    }

    private void Set(int gate, int depth, int ordinal)
    {
        if (gate == SelectorNode.None)
        {
            return;
        }

        ref var state = ref _gates[gate];
        if (state.Depth != depth)
        {
            Grow(ref _undo, _undoCount);
            _undo[_undoCount++] = new Undo(gate, state);
            if (_program.Gates[gate] is { Behind.Length: > 0 } opened)
            {
                Remember(gate, opened.Combinator);
            }
        }

        state = new GateState(depth, ordinal);
    }

    private void Remember(int gate, Combinator combinator)
    {
        if (combinator == Combinator.Descendant)
        {
            Grow(ref _behindDescendants, _behindDescendantsCount);
            _behindDescendants[_behindDescendantsCount++] = gate;
        }
        else
        {
            Grow(ref _behind, _behindCount);
            _behind[_behindCount++] = gate;
        }
    }

    private void Push()
    {
        _depth++;
        Grow(ref _open, _depth);
        _open[_depth] = new Open { Undo = _undoCount, Behind = _behindCount };
    }

    private void CloseGates(int undo)
    {
        while (_undoCount > undo)
        {
            var (gate, before) = _undo[--_undoCount];
            _gates[gate] = before;
            if (_program.Gates[gate] is { Behind.Length: > 0 } closed)
            {
                _behindDescendantsCount -= closed.Combinator == Combinator.Descendant ? 1 : 0;
                _behindCount -= closed.Combinator == Combinator.Descendant ? 0 : 1;
            }
        }
    }

    private void CloseAll()
    {
        CloseGates(0);
        _types.CloseTo(-1);
        _counters.CloseTo(-1);
        _depth = 0;
        _open[0] = default;
    }

    private static void Grow<T>(ref T[] array, int count)
    {
        if (count == array.Length)
        {
            Array.Resize(ref array, count * 2);
        }
    }

    /// <param name="Depth">Of the element that opened it (or, for siblings, of its parent); -1: closed.</param>
    /// <param name="Ordinal">Of the one sibling that may pass.</param>
    private readonly record struct GateState(int Depth, int Ordinal)
    {
        public static GateState Closed { get; } = new(-1, 0);
    }

    private readonly record struct Undo(int Gate, GateState Before);

    /// <summary>An open element, or the document: how many children it had, and where its part of the stacks begins.</summary>
    private struct Open
    {
        public int Children;
        public int Undo;
        public int Behind;
    }
}
