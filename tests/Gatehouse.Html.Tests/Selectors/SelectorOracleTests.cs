using CsCheck;
using Gatehouse.Html.Tests.Support;

namespace Gatehouse.Html.Tests.Selectors;

/// <summary>A parser's tree says which elements match.</summary>
public sealed class SelectorOracleTests
{
    [Fact]
    public void Random_selectors_match_what_they_match_in_a_tree() => Gen
        .Select(SelectorSamples.Documents, SelectorSamples.Selectors.Array[1, 40])
        .Sample((document, selectors) =>
        {
            var tree = Oracle.Parse(document);
            var found = SelectorRun.Matches(document, selectors);
            for (var i = 0; i < selectors.Length; i++)
            {
                var expected = SelectorRun.Expected(tree, selectors[i]);
                Assert.True(expected == found[i], $"{selectors[i]}\n{expected}\n{found[i]}\n{document}");
            }
        }, iter: 1_500);
}
