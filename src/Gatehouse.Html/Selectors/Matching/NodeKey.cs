using Gatehouse.Html.Selectors.Syntax;

namespace Gatehouse.Html.Selectors.Matching;

/// <summary>Something an element must have for a node to match, that the node can be found by. All names in lower case.</summary>
internal readonly record struct NodeKey(NodeKeyKind Kind, string Name, string Value)
{
    /// <summary>The sets of keys a compound can be found by: one set is enough, but all of its keys are needed.</summary>
    public static IEnumerable<NodeKey[]> SetsOf(CompoundSelector compound) => compound.Conditions.Select(Of).OfType<NodeKey[]>();

    private static NodeKey[]? Of(SimpleSelector condition) => condition switch
    {
        SimpleSelector.Type type => [new(NodeKeyKind.Type, Names.Lower(type.Name), "")],
        SimpleSelector.Attribute attribute => [Of(attribute)],
        SimpleSelector.Any { IsNegated: false } any => Union(any.Of),
        SimpleSelector.Nth { Of: { } of } => Union(of),
        _ => null,
    };

    private static NodeKey Of(SimpleSelector.Attribute attribute)
    {
        var name = Names.Lower(attribute.Name);
        return attribute.Operator switch
        {
            AttributeOperator.Equals => new(NodeKeyKind.Value, name, Names.Lower(attribute.Value)),
            AttributeOperator.HasWord => new(NodeKeyKind.Word, name, Names.Lower(attribute.Value)),
            _ => new(NodeKeyKind.Present, name, ""),
        };
    }

    /// <summary>Alternatives can be found if each of them can.</summary>
    private static NodeKey[]? Union(SelectorList list)
    {
        var sets = list.Alternatives.Select(static selector => SetsOf(selector.Parts[^1].Compound).FirstOrDefault()).ToList();
        return sets.Contains(null) ? null : [.. sets.SelectMany(static set => set!).Distinct()];
    }
}
