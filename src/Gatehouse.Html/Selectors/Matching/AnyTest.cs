namespace Gatehouse.Html.Selectors.Matching;

/// <summary><c>:is()</c>, <c>:where()</c> and <c>:not()</c>.</summary>
internal sealed class AnyTest(bool isNegated, Alternative[] of) : SelectorTest
{
    public override bool Matches(in ElementView element) => Alternative.AnyMatches(of, element) != isNegated;
}
