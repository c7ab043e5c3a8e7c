using Gatehouse.Html.Selectors.Syntax;

namespace Gatehouse.Html.Selectors.Matching;

/// <summary>
/// Where the matcher finds each node. An element should be asked about few nodes that cannot match, so a node stands
/// under the rarest name it needs, or behind its gate if fewer others do.
/// </summary>
internal sealed class NodePlacement
{
    /// <summary>So many nodes under one type are not worth a look at attributes or gates.</summary>
    private const int Few = 4;

    private readonly Dictionary<NodeKey, List<SelectorNode>> _byKey = [];
    private readonly Dictionary<int, List<SelectorNode>> _behind = [];

    public NodePlacement(IReadOnlyList<(CompoundSelector Compound, SelectorNode Node)> nodes)
    {
        var sets = nodes.Select(static node => NodeKey.SetsOf(node.Compound).ToArray()).ToArray();
        var crowds = sets.SelectMany(static set => set).SelectMany(static set => set).CountBy(static key => key).ToDictionary();
        var gates = nodes.CountBy(static node => node.Node.Gate).ToDictionary();
        for (var i = 0; i < nodes.Count; i++)
        {
            var node = nodes[i].Node;
            var best = sets[i].MinBy(set => Cost(set, crowds));
            var crowd = best is null ? int.MaxValue : best.Max(key => crowds[key]);
            if (best is null || (node.Gate != SelectorNode.None && crowd > Few && gates[node.Gate] < crowd))
            {
                Add(_behind, node.Gate, node);
                continue;
            }

            foreach (var key in best)
            {
                Add(_byKey, key, node);
            }
        }
    }

    /// <param name="gate">A gate; <see cref="SelectorNode.None"/> for the nodes that every element is asked about.</param>
    public SelectorNode[] Behind(int gate) => _behind.TryGetValue(gate, out var nodes) ? [.. nodes] : [];

    /// <param name="counted">The types that are counted, in lower case.</param>
    public List<KeyValuePair<string, TypeNodes>> Types(IReadOnlySet<string> counted)
    {
        var types = Of(NodeKeyKind.Type).ToDictionary(static found => found.Key.Name, static found => found.Value.ToArray(), StringComparer.Ordinal);
        return [.. types.Keys.Union(counted, StringComparer.Ordinal)
            .Select(name => KeyValuePair.Create(name, new TypeNodes(types.GetValueOrDefault(name, []), counted.Contains(name))))];
    }

    public NameTable<AttributeNodes> Attributes() => new(_byKey.Keys
        .Where(static key => key.Kind != NodeKeyKind.Type)
        .Select(static key => key.Name)
        .Distinct(StringComparer.Ordinal)
        .Select(name => KeyValuePair.Create(name, new AttributeNodes
        {
            Present = [.. Of(NodeKeyKind.Present, name).SelectMany(static found => found.Value)],
            Values = ByValue(NodeKeyKind.Value, name),
            Words = ByValue(NodeKeyKind.Word, name),
        }))
        .ToList());

    private NameTable<SelectorNode[]> ByValue(NodeKeyKind kind, string name) =>
        new(Of(kind, name).Select(static found => KeyValuePair.Create(found.Key.Value, found.Value.ToArray())).ToList());

    private IEnumerable<KeyValuePair<NodeKey, List<SelectorNode>>> Of(NodeKeyKind kind, string? name = null) =>
        _byKey.Where(found => found.Key.Kind == kind && (name is null || found.Key.Name == name));

    private static (bool, int, NodeKeyKind) Cost(NodeKey[] set, Dictionary<NodeKey, int> crowds)
    {
        var crowd = set.Max(key => crowds[key]);
        return (crowd > Few || set.Any(static key => key.Kind != NodeKeyKind.Type), crowd, set.Max(static key => key.Kind));
    }

    private static void Add<T>(Dictionary<T, List<SelectorNode>> lists, T key, SelectorNode node)
        where T : notnull
    {
        if (!lists.TryGetValue(key, out var nodes))
        {
            lists.Add(key, nodes = []);
        }

        nodes.Add(node);
    }
}
