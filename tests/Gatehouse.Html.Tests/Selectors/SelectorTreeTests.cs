using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using Gatehouse.Html.Tests.Support;

namespace Gatehouse.Html.Tests.Selectors;

/// <summary>
/// Selectors that depend on the tree must match what they match in a parser's tree, in documents of which the parser makes one element
/// for each tag and moves none.
/// </summary>
public sealed partial class SelectorTreeTests
{
    private static readonly string[] Selectors =
    [
        "[n] > [n]", "div > [n]", "p > [n]", "td > [n]", "svg > [n]", "[n] > [n] > [n]", "p [n]", "table [n]", "svg [n]", "template > [n]",
        "[n] + [n]", "[n] ~ [n]", "p + [n]", "b ~ [n]", "td + td", "tr ~ tr", "li + li", "option + option", "[n] > b + [n]",
        "[n]:first-child", "[n]:nth-child(2)", "[n]:nth-child(2n+1)", "[n]:nth-child(-n+3)", "[n]:nth-child(2 of p, b, a, td)",
        "[n]:first-of-type", "[n]:nth-of-type(2)", "tr > td:first-child", "[n]:not(:first-child)", "[n]:not(p > [n], div *)", ":is(p, div) > :is(b, a, i)",
    ];

    /// <summary>What the oracle reads by an older standard.</summary>
    private static readonly string[] Unjudged = ["<select", "<search", "<menuitem"];

    [Fact]
    public void Selectors_match_in_html5lib_documents_what_they_match_in_a_tree()
    {
        var judged = Html5lib.Documents.Select(Encoding.UTF8.GetString).Select(Judge).OfType<string>().ToList();
        var failures = judged.Where(static failure => failure.Length > 0).ToList();
        Assert.True(failures.Count == 0, $"{failures.Count} of {judged.Count}\n{string.Join("\n\n", failures)}");
        Assert.InRange(judged.Count, 600, 806);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<!doctype html>")]
    public void Selectors_match_in_tag_soup_what_they_match_in_a_tree(string doctype) =>
        TagSoup.Bodies.Sample(soup => Assert.Equal("", Judge(doctype + "<body>" + soup) ?? ""), iter: 1500);

    [Theory]
    [InlineData("<head></head><style></style>", "head > style")]
    [InlineData("<body></body><p>", "body > p")]
    [InlineData("<table><tr>", "tbody > tr")]
    [InlineData("<table><p></p></table><b></b>", "p + table")]
    public void Where_a_parser_moves_or_makes_elements_a_stream_goes_by_the_tags(string document, string selector)
    {
        Assert.NotNull(Oracle.Parse(document).QuerySelector(selector));
        Assert.Equal([""], SelectorRun.Matches(document, selector));
    }

    /// <returns>What is wrong; empty: nothing; null: the tree is not that of the tags.</returns>
    private static string? Judge(string document)
    {
        if (Array.Exists(Unjudged, sign => document.Contains(sign, StringComparison.OrdinalIgnoreCase)) || BehindTheEnd.IsMatch(document))
        {
            return null;
        }

        var tree = WholeTree.Of(document);
        if (tree.Kind != TreeKind.AsWritten)
        {
            return null;
        }

        var found = SelectorRun.Matches(tree.Document, Selectors);
        for (var i = 0; i < Selectors.Length; i++)
        {
            var (expected, ours) = (tree.Expected(Selectors[i]), tree.Found(found[i]));
            if (expected != ours)
            {
                return $"{document}\n{tree.Document}\n{Selectors[i]}: '{expected}', found '{ours}'";
            }
        }

        return "";
    }

    /// <summary>Tags behind the end of the head or body, which a parser puts into them, or into what was open in them.</summary>
    [GeneratedRegex("</body.*<[a-z]|</head.*<(base|link|meta|noframes|script|style|template|title)", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex BehindTheEnd { get; }
}
