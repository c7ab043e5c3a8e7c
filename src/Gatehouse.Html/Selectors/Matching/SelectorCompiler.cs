using Gatehouse.Html.Selectors.Syntax;

namespace Gatehouse.Html.Selectors.Matching;

/// <summary>From parsed selectors to the nodes and gates of a program.</summary>
internal sealed partial class SelectorCompiler
{
    private readonly List<Draft> _drafts = [];
    private readonly Dictionary<(int Gate, string Compound), Draft> _byPlace = [];
    private readonly List<SelectorGate> _gates = [];
    private readonly Dictionary<string, int> _counters = [];
    private readonly HashSet<string> _countedTypes = [];
    private bool _countsAllTypes;
    private bool _needsTree;

    public void Add(int selector, SelectorList list)
    {
        foreach (var alternative in list.Alternatives)
        {
            Follow(alternative, alternative.Parts.Count)!.Selectors.Add(selector);
        }
    }

    /// <summary>Makes the nodes of the first parts of a selector. Returns that of the last of them, null for no parts.</summary>
    private Draft? Follow(ComplexSelector selector, int parts)
    {
        Draft? last = null;
        for (var i = 0; i < parts; i++)
        {
            last = DraftOf(GateBehind(last, selector.Parts[i].Combinator), selector.Parts[i].Compound);
        }

        return last;
    }

    private int GateBehind(Draft? draft, Combinator combinator)
    {
        if (draft is null)
        {
            return SelectorNode.None;
        }

        var gate = draft.Node.GateOf(combinator);
        if (gate == SelectorNode.None)
        {
            _needsTree = true;
            gate = _gates.Count;
            _gates.Add(new SelectorGate(combinator));
            draft.Node.SetGate(combinator, gate);
        }

        return gate;
    }

    private Draft DraftOf(int gate, CompoundSelector compound)
    {
        if (!_byPlace.TryGetValue((gate, compound.Key), out var draft))
        {
            var tests = Tests(compound);
            draft = new Draft(compound, new SelectorNode { Index = _drafts.Count, Gate = gate, Tests = tests });
            _drafts.Add(draft);
            _byPlace.Add((gate, compound.Key), draft);
        }

        return draft;
    }

    /// <summary>Cheap ones first.</summary>
    private SelectorTest[] Tests(CompoundSelector compound)
    {
        var types = compound.Conditions.OfType<SimpleSelector.Type>().Select(static type => Names.Lower(type.Name)).FirstOrDefault();
        return [.. compound.Conditions.OrderBy(Cost).Select(condition => Test(condition, types))];
    }

    private static int Cost(SimpleSelector condition) => condition switch
    {
        SimpleSelector.Type or SimpleSelector.Root => 0,
        SimpleSelector.Nth { Of: null } => 1,
        SimpleSelector.Attribute => 2,
        _ => 3,
    };

    private SelectorTest Test(SimpleSelector condition, string? type) => condition switch
    {
        SimpleSelector.Type named => new TypeTest(named.Name),
        SimpleSelector.Attribute attribute => new AttributeTest(attribute),
        SimpleSelector.Any any => new AnyTest(any.IsNegated, Alternatives(any.Of)),
        SimpleSelector.Nth { Of: { } of } nth => new FilteredNthTest(nth.Numbers, CounterOf(of), Alternatives(of)),
        SimpleSelector.Nth nth => Nth(nth, type),
        _ => Root(),
    };

    private RootTest Root()
    {
        _needsTree = true;
        return new RootTest();
    }

    private NthTest Nth(SimpleSelector.Nth nth, string? type)
    {
        _needsTree = true;
        if (nth.OfType && type is null)
        {
            _countsAllTypes = true;
        }
        else if (nth.OfType)
        {
            _countedTypes.Add(type!);
        }

        return new NthTest(nth.Numbers, nth.OfType);
    }

    private Alternative[] Alternatives(SelectorList list) => [.. list.Alternatives.Select(selector =>
    {
        var (combinator, last) = selector.Parts[^1];
        return new Alternative(GateBehind(Follow(selector, selector.Parts.Count - 1), combinator), Tests(last));
    })];

    private int CounterOf(SelectorList list)
    {
        if (!_counters.TryGetValue(list.Key, out var counter))
        {
            _needsTree = true;
            counter = _counters.Count;
            _counters.Add(list.Key, counter);
            foreach (var alternative in list.Alternatives)
            {
                Follow(alternative, alternative.Parts.Count)!.Counters.Add(counter);
            }
        }

        return counter;
    }

    /// <summary>A node and what it is made from.</summary>
    private sealed record Draft(CompoundSelector Compound, SelectorNode Node)
    {
        public List<int> Selectors { get; } = [];

        public List<int> Counters { get; } = [];
    }
}
