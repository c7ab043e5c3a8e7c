using Gatehouse.Html.Simulation;

namespace Gatehouse.Html.Selectors.Matching;

/// <summary>The html element, if its tag is written. Any other element without a parent stands in one that is implied.</summary>
internal sealed class RootTest : SelectorTest
{
    public override bool Matches(in ElementView element) =>
        element is { Depth: 0, Ordinal: 1, Type: ElementName.Html, Namespace: ElementNamespace.Html };
}
