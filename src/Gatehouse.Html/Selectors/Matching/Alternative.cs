namespace Gatehouse.Html.Selectors.Matching;

/// <summary>
/// A complex selector inside of a condition: what stands before its last combinator is followed by nodes like any other
/// selector and is known by a gate; its last compound is asked here.
/// </summary>
/// <param name="Gate">The gate that must be open; -1: none.</param>
/// <param name="Tests">The last compound.</param>
internal sealed record Alternative(int Gate, SelectorTest[] Tests)
{
    public static bool AnyMatches(Alternative[] alternatives, in ElementView element)
    {
        foreach (var alternative in alternatives)
        {
            if (element.Matcher.IsOpen(alternative.Gate, element) && SelectorTest.AllMatch(alternative.Tests, element))
            {
                return true;
            }
        }

        return false;
    }
}
