using Gatehouse.Html.Selectors.Syntax;

namespace Gatehouse.Html.Selectors.Matching;

/// <summary>What a match lets through: its descendants, its children, its next sibling or its later siblings.</summary>
internal sealed class SelectorGate(Combinator combinator)
{
    public Combinator Combinator { get; } = combinator;

    /// <summary>The nodes that are asked about every element the gate lets through, for want of a name to find them by.</summary>
    public SelectorNode[] Behind { get; set; } = [];
}
