using System.Globalization;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace Gatehouse.Html.Tests.Support;

/// <summary>
/// A document whose tags are numbered by the attribute n, and what a parser makes of it: the tree without the elements that have no
/// tag, which no stream sees.
/// </summary>
internal sealed class WholeTree
{
    private readonly string[] _numbers;

    private WholeTree(string numbered, int tags, IHtmlDocument tree)
    {
        Document = numbered;
        Tree = tree;
        Unwrap(tree.DocumentElement);
        _numbers = [.. tree.All.Select(static element => element.GetAttribute("n")).OfType<string>()];
        Kind = _numbers.Distinct().Count() < tags ? TreeKind.Dropped
            : _numbers.Length > tags ? TreeKind.Copied
            : !_numbers.SequenceEqual(Enumerable.Range(0, tags).Select(static number => number.ToString(CultureInfo.InvariantCulture))) ? TreeKind.Moved
            : TreeKind.AsWritten;
    }

    /// <summary>The document with its numbers.</summary>
    public string Document { get; }

    /// <summary>What the parser made of its tags.</summary>
    public TreeKind Kind { get; }

    private IHtmlDocument Tree { get; }

    public static WholeTree Of(string document)
    {
        var tags = 0;
        var numbered = new HtmlRewriterBuilder()
            .OnElement("*", element => element.SetAttribute("n", string.Create(CultureInfo.InvariantCulture, $"{tags++}")))
            .Rewrite(document);
        return new(numbered, tags, Oracle.Parse(numbered));
    }

    /// <summary>The elements that a selector matches and a stream sees, but for the root, which the parser says is no child.</summary>
    public string Expected(string selector) => Join(Tree.QuerySelectorAll(selector)
        .Where(element => element != Tree.DocumentElement)
        .Select(static element => element.GetAttribute("n")).OfType<string>());

    /// <summary>The elements that the rewriter matches, without that root.</summary>
    public string Found(string matches) => Join(matches.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(number => number != Tree.DocumentElement.GetAttribute("n")));

    private static string Join(IEnumerable<string> numbers) => string.Join(' ', numbers);

    private static void Unwrap(IElement element)
    {
        if (element is IHtmlTemplateElement { Content.HasChildNodes: true } template)
        {
            element.Append([.. template.Content.ChildNodes]);
        }

        foreach (var child in element.Children.ToArray())
        {
            Unwrap(child);
        }

        if (element.ParentElement is not null && !element.HasAttribute("n"))
        {
            element.Replace([.. element.ChildNodes]);
        }
    }
}
