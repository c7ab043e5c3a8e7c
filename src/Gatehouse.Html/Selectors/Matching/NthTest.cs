using Gatehouse.Html.Selectors.Syntax;

namespace Gatehouse.Html.Selectors.Matching;

internal sealed class NthTest(AnPlusB numbers, bool ofType) : SelectorTest
{
    public override bool Matches(in ElementView element) =>
        numbers.Contains(ofType ? element.TypeOrdinal : element.Ordinal);
}
