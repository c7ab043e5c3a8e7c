using Gatehouse.Html.Selectors.Syntax;

namespace Gatehouse.Html.Selectors.Matching;

/// <summary><c>:nth-child(… of S)</c>: how many siblings before the element matched S is counted by <paramref name="counter"/>.</summary>
internal sealed class FilteredNthTest(AnPlusB numbers, int counter, Alternative[] of) : SelectorTest
{
    public override bool Matches(in ElementView element) =>
        numbers.Contains(element.Matcher.CountBefore(counter, element.Depth) + 1) && Alternative.AnyMatches(of, element);
}
