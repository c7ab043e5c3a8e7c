namespace Gatehouse.Html.Selectors.Matching;

/// <summary>What a program knows of a type.</summary>
/// <param name="Nodes">The nodes that are found by it.</param>
/// <param name="IsCounted">Whether its elements are counted for <c>:nth-of-type()</c>.</param>
internal sealed record TypeNodes(SelectorNode[] Nodes, bool IsCounted);
