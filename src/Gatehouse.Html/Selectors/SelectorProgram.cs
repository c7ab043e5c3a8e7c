using Gatehouse.Html.Selectors.Matching;
using Gatehouse.Html.Selectors.Syntax;
using Gatehouse.Html.Simulation;

namespace Gatehouse.Html.Selectors;

/// <summary>
/// All selectors of a rewriter, compiled once. Never changes, so that any number of documents can be matched with it at
/// the same time, each by a <see cref="SelectorMatcher"/> of its own.
/// </summary>
internal sealed class SelectorProgram
{
    internal SelectorProgram(int selectors) => Count = selectors;

    /// <summary>How many selectors there are. They are numbered from zero, in the order they were given.</summary>
    public int Count { get; }

    /// <summary>
    /// Whether the matcher must hear of every element that opens and closes: some selector asks about parents,
    /// ancestors, siblings or numbers. Otherwise only start tags matter.
    /// </summary>
    public bool NeedsTree { get; internal init; }

    internal SelectorNode[] Nodes { get; init; } = [];

    internal SelectorGate[] Gates { get; init; } = [];

    /// <summary>By <see cref="ElementName"/>; null: the program has nothing to do with it.</summary>
    internal TypeNodes?[] KnownTypes { get; init; } = [];

    /// <summary>Types without an <see cref="ElementName"/>.</summary>
    internal NameTable<TypeNodes> OtherTypes { get; init; } = null!;

    internal NameTable<AttributeNodes> Attributes { get; init; } = null!;

    /// <summary>The nodes that every element is asked about.</summary>
    internal SelectorNode[] Universal { get; init; } = [];

    /// <summary>Whether elements of every type are counted for <c>:nth-of-type()</c>.</summary>
    internal bool CountsAllTypes { get; init; }

    /// <summary>How many lists <c>:nth-child(… of S)</c> counts by.</summary>
    internal int Counters { get; init; }

    /// <summary>Whether an element whose type no selector names cannot matter.</summary>
    internal bool IsByTypeAlone { get; private set; }

    /// <param name="selectors">In the order of their numbers.</param>
    /// <param name="error">Why there is no program.</param>
    public static SelectorProgram? Compile(IReadOnlyList<string> selectors, out SelectorError? error)
    {
        if (selectors.Count > SelectorLimits.Count)
        {
            error = new SelectorError(
                selectors[SelectorLimits.Count], 0, "", SelectorRefusal.TooLarge, $"there may be {SelectorLimits.Count} selectors");
            return null;
        }

        var compiler = new SelectorCompiler();
        for (var i = 0; i < selectors.Count; i++)
        {
            if (SelectorParser.Parse(selectors[i], out error) is not { } list)
            {
                return null;
            }

            compiler.Add(i, list);
        }

        error = null;
        var program = compiler.Build(selectors.Count);
        program.IsByTypeAlone = program is { NeedsTree: false, CountsAllTypes: false, Universal: [], Attributes.Count: 0 };
        return program;
    }
}
