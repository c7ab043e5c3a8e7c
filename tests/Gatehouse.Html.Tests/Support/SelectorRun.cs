using System.Text;
using AngleSharp.Dom;

namespace Gatehouse.Html.Tests.Support;

/// <summary>Which elements selectors match: by the rewriter, and by a parser's tree. Elements are named by their attribute n.</summary>
internal static class SelectorRun
{
    /// <summary>The elements that each selector matches, as "1 4 7".</summary>
    public static string[] Matches(string document, params IReadOnlyList<string> selectors) =>
        Matches(Encoding.UTF8.GetBytes(document), "utf-8", selectors);

    public static string[] Matches(byte[] document, string encoding, params IReadOnlyList<string> selectors)
    {
        var found = selectors.Select(static _ => new List<string>()).ToArray();
        var builder = new HtmlRewriterBuilder(new HtmlRewriterOptions { Encoding = encoding });
        for (var i = 0; i < found.Length; i++)
        {
            var list = found[i];
            builder.OnElement(selectors[i], element => list.Add(element.GetAttribute("n") ?? element.TagName.ToLowerAscii()));
        }

        using var rewriter = builder.Build().Open(static _ => { });
        rewriter.Write(document);
        rewriter.End();
        return [.. found.Select(static names => string.Join(' ', names))];
    }

    public static string Expected(IParentNode tree, string selector) =>
        string.Join(' ', tree.QuerySelectorAll(selector).Select(static element => element.GetAttribute("n") ?? element.LocalName.ToLowerAscii()));
}
