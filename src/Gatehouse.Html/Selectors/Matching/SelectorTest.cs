namespace Gatehouse.Html.Selectors.Matching;

/// <summary>A condition as it is asked of an element.</summary>
internal abstract class SelectorTest
{
    public abstract bool Matches(in ElementView element);

    public static bool AllMatch(SelectorTest[] tests, in ElementView element)
    {
        foreach (var test in tests)
        {
            if (!test.Matches(element))
            {
                return false;
            }
        }

        return true;
    }
}
