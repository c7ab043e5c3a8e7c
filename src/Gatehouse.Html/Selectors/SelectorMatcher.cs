using System.Text;
using Gatehouse.Html.Selectors.Matching;
using Gatehouse.Html.Simulation;
using Gatehouse.Html.Tokenizing;

namespace Gatehouse.Html.Selectors;

/// <summary>
/// Which selectors of a program match each element of one document, told with its start tag. Keeps a stack of what the
/// elements that are open let through; allocates only when that stack gets deeper than ever before.
/// </summary>
internal sealed partial class SelectorMatcher
{
    private readonly SelectorProgram _program;
    private readonly AttributeTable _attributes = new();
    private readonly SelectorNode[] _nodes;
    private readonly ulong[] _collected;
    private readonly ulong[] _counted;
    private int _nodeCount;
    private bool _hasAttributes;
    private ulong _element;

    public SelectorMatcher(SelectorProgram program)
    {
        _program = program;
        _nodes = new SelectorNode[program.Nodes.Length];
        _collected = new ulong[program.Nodes.Length];
        _counted = new ulong[program.Counters];
        _gates = new GateState[program.Gates.Length];
        Array.Fill(_gates, GateState.Closed);
    }

    /// <summary>Whether there is a selector at all.</summary>
    public bool CanMatch => _program.Count > 0;

    /// <summary>How many nodes were asked about elements so far: the measure of what selectors that cannot match cost.</summary>
    public long Asked { get; private set; }

    /// <summary>Where the attributes of the last element stand, if matching has read them; null: it has not.</summary>
    public AttributeTable? AttributesRead => _hasAttributes ? _attributes : null;

    internal DocumentText Text { get; } = new();

    /// <summary>Makes ready for another document.</summary>
    /// <param name="encoding">Of the document; null: UTF-8.</param>
    public void Reset(Encoding? encoding)
    {
        CloseAll();
        _attributes.Trim();
        Text.Reset(encoding);
    }

    /// <summary>Takes a start tag.</summary>
    /// <param name="tag">The tag.</param>
    /// <param name="type">Its name, if it is a known one.</param>
    /// <param name="space">The namespace of the element.</param>
    /// <param name="hasContent">Whether <see cref="CloseElement"/> will be called for it.</param>
    /// <param name="matches">For a bit for each selector of the program. Not touched when the answer is false.</param>
    /// <returns>Whether there is a bit.</returns>
    public bool OpenElement(in Token tag, ElementName type, ElementNamespace space, bool hasContent, Span<ulong> matches)
    {
        if (_program.IsByTypeAlone
            && (type == ElementName.Other ? _program.OtherTypes.Count == 0 : _program.KnownTypes[(int)type] is null))
        {
            return false;
        }

        matches.Clear();
        _nodeCount = 0;
        _hasAttributes = false;
        _element++;
        var name = Text.Type(tag.Value);
        var hash = type == ElementName.Other ? Names.Hash(name) : (ulong)type;
        var nodes = type == ElementName.Other ? _program.OtherTypes.Find(hash, name) : _program.KnownTypes[(int)type];
        var counted = _program.CountsAllTypes || nodes is { IsCounted: true };
        var element = new ElementView
        {
            Name = name,
            Type = type,
            Namespace = space,
            Tag = tag.Attributes.Rest,
            Depth = _depth,
            Ordinal = ++_open[_depth].Children,
            TypeOrdinal = counted ? ++_types.CountOf(_depth, hash + ((ulong)space << 60)) : 0,
            Matcher = this,
        };

        Collect(nodes?.Nodes, element);
        Collect(_program.Universal, element);
        CollectBehindGates(element);
        if (_program.Attributes.Count > 0)
        {
            CollectByAttributes(element);
        }

        var found = _nodeCount == 0 ? default : Ask(element);
        if (_program.NeedsTree)
        {
            OpenGates(found, element.Ordinal, hasContent);
        }

        return Mark(found, matches);
    }

    private static bool Mark(ReadOnlySpan<SelectorNode> found, Span<ulong> matches)
    {
        var any = false;
        foreach (var node in found)
        {
            foreach (var selector in node.Selectors)
            {
                matches[selector >> 6] |= 1UL << selector;
                any = true;
            }
        }

        return any;
    }
}
