using Gatehouse.Html.Selectors.Matching;

namespace Gatehouse.Html.Selectors;

/// <content>
/// Which nodes an element is asked about, and its attributes. All are collected before the first is asked: an answer may
/// decode a value into the buffer that the names of others were read from.
/// </content>
internal sealed partial class SelectorMatcher
{
    internal bool TryGetAttribute(in ElementView element, ulong hash, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        ReadAttributes(element);
        var index = _attributes.Find(element.Tag, hash, name, Text);
        value = index < 0 ? default : _attributes.Value(element.Tag, index);
        return index >= 0;
    }

    private void ReadAttributes(in ElementView element)
    {
        if (!_hasAttributes)
        {
            _hasAttributes = true;
            _attributes.Read(element.Tag, Text);
        }
    }

    private void Collect(SelectorNode[]? nodes, in ElementView element)
    {
        foreach (var node in nodes ?? [])
        {
            // A node may be found twice: class="a a". Asked twice, it would be slow and count twice.
            if (_collected[node.Index] != _element && IsOpen(node.Gate, element))
            {
                _collected[node.Index] = _element;
                _nodes[_nodeCount++] = node;
            }
        }
    }

    private void CollectByAttributes(in ElementView element)
    {
        ReadAttributes(element);
        for (var i = 0; i < _attributes.Count; i++)
        {
            var name = Text.Name(_attributes.Name(element.Tag, i));
            if (_program.Attributes.Find(_attributes.Hash(i), name) is { } nodes)
            {
                Collect(nodes.Present, element);
                if (nodes.NeedsValue)
                {
                    CollectByValue(nodes, Text.Value(_attributes.Value(element.Tag, i)), element);
                }
            }
        }
    }

    private void CollectByValue(AttributeNodes nodes, ReadOnlySpan<byte> value, in ElementView element)
    {
        if (nodes.Values.Count > 0)
        {
            Collect(nodes.Values.Find(Names.Hash(value), value), element);
        }

        if (nodes.Words.Count > 0)
        {
            foreach (var word in new Words(value))
            {
                Collect(nodes.Words.Find(Names.Hash(word), word), element);
            }
        }
    }

    /// <summary>Asks the nodes that were collected. Those that match are the first of them afterwards.</summary>
    private ReadOnlySpan<SelectorNode> Ask(in ElementView element)
    {
        var found = 0;
        Asked += _nodeCount;
        for (var i = 0; i < _nodeCount; i++)
        {
            if (SelectorTest.AllMatch(_nodes[i].Tests, element))
            {
                _nodes[found++] = _nodes[i];
            }
        }

        return _nodes.AsSpan(0, found);
    }
}
