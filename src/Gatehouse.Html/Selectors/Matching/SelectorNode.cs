using Gatehouse.Html.Selectors.Syntax;

namespace Gatehouse.Html.Selectors.Matching;

/// <summary>
/// A compound at its place behind other compounds: a state of the machine. Selectors that begin alike share their nodes.
/// </summary>
internal sealed class SelectorNode
{
    public const int None = -1;

    /// <summary>Counts the nodes of a program from zero.</summary>
    public required int Index { get; init; }

    /// <summary>The gate that must be open for an element to be asked; <see cref="None"/>: a first compound.</summary>
    public required int Gate { get; init; }

    public required SelectorTest[] Tests { get; init; }

    /// <summary>The selectors that match where the node does.</summary>
    public int[] Selectors { get; set; } = [];

    /// <summary>The counters of <c>:nth-child(… of S)</c> that an element is counted by where the node matches.</summary>
    public int[] Counters { get; set; } = [];

    /// <summary>The gates that a match opens, by combinator.</summary>
    public int Descendants { get; private set; } = None;

    public int Children { get; private set; } = None;

    public int NextSibling { get; private set; } = None;

    public int LaterSiblings { get; private set; } = None;

    public int GateOf(Combinator combinator) => combinator switch
    {
        Combinator.Descendant => Descendants,
        Combinator.Child => Children,
        Combinator.NextSibling => NextSibling,
        _ => LaterSiblings,
    };

    public void SetGate(Combinator combinator, int gate)
    {
        switch (combinator)
        {
            case Combinator.Descendant:
                Descendants = gate;
                break;
            case Combinator.Child:
                Children = gate;
                break;
            case Combinator.NextSibling:
                NextSibling = gate;
                break;
            default:
                LaterSiblings = gate;
                break;
        }
    }
}
