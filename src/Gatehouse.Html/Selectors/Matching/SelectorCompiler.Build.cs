using System.Text;
using Gatehouse.Html.Simulation;

namespace Gatehouse.Html.Selectors.Matching;

/// <content>The end of it: what was collected, as the matcher wants it.</content>
internal sealed partial class SelectorCompiler
{
    public SelectorProgram Build(int selectors)
    {
        foreach (var draft in _drafts)
        {
            draft.Node.Selectors = [.. draft.Selectors.Distinct()];
            draft.Node.Counters = [.. draft.Counters.Distinct()];
        }

        var placement = new NodePlacement([.. _drafts.Select(static draft => (draft.Compound, draft.Node))]);
        for (var i = 0; i < _gates.Count; i++)
        {
            _gates[i].Behind = placement.Behind(i);
        }

        var types = placement.Types(_countedTypes);
        return new SelectorProgram(selectors)
        {
            NeedsTree = _needsTree,
            Nodes = [.. _drafts.Select(static draft => draft.Node)],
            Gates = [.. _gates],
            KnownTypes = KnownTypes(types),
            OtherTypes = new([.. types.Where(static type => Of(type.Key) == ElementName.Other)]),
            Attributes = placement.Attributes(),
            Universal = placement.Behind(SelectorNode.None),
            CountsAllTypes = _countsAllTypes,
            Counters = _counters.Count,
        };
    }

    private static TypeNodes?[] KnownTypes(List<KeyValuePair<string, TypeNodes>> types)
    {
        var known = new TypeNodes?[ElementNames.Count];
        foreach (var (name, nodes) in types.Where(static type => Of(type.Key) != ElementName.Other))
        {
            known[(int)Of(name)] = nodes;
        }

        return known;
    }

    private static ElementName Of(string name) => ElementNames.Of(Encoding.UTF8.GetBytes(name));
}
