using System.Globalization;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace Gatehouse.Html.Tests.Support;

/// <summary>
/// Puts a comment at the start and one at the end of each element of a document, and lets a parser say whether they are
/// where the element begins and ends.
/// </summary>
internal static class Boundaries
{
    private static readonly string[] Texts =
        ["script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes", "noscript", "plaintext"];

    private static readonly string[] Formatting =
        ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

    /// <summary>What the oracle reads by an older standard, and what swallows the comments.</summary>
    private static readonly string[] Unjudged =
        ["<select", "<search", "<menuitem", "<plaintext", "<frame", "<noscript", "<![CDATA["];

    /// <returns>What is wrong; empty: nothing; null: the document cannot be judged.</returns>
    public static string? Judge(string document)
    {
        if (Array.Exists(Unjudged, sign => document.Contains(sign, StringComparison.OrdinalIgnoreCase)))
        {
            return null;
        }

        var marked = Mark(document);
        var comments = new Dictionary<string, INode>();
        var parents = new Dictionary<INode, INode>();
        var formatting = 0;
        Collect(Oracle.Parse(marked), comments, parents, ref formatting);
        var starts = comments.Keys.Where(static data => data.StartsWith("s:", StringComparison.Ordinal)).ToList();
        var isMisnested = formatting > starts.Count(static data => Formatting.Contains(data.Split(':')[2]));
        if (isMisnested || !starts.Select(Number).SequenceEqual(starts.Select(Number).Order()))
        {
            // Moved by the adoption agency, or out of a table: where its parts are in the tree is not where they were written.
            return null;
        }

        if (starts.Exists(start => !parents[comments[start]].NodeName.Equals(start.Split(':')[2], StringComparison.OrdinalIgnoreCase)))
        {
            // The parser drops the tag.
            return null;
        }

        foreach (var start in starts)
        {
            if (!comments.TryGetValue("e" + start[1..], out var end))
            {
                return $"{document}\n{marked}\nno end of {start}";
            }

            if (!IsLastIn(parents[comments[start]], end, parents))
            {
                return $"{document}\n{marked}\n{start} in {parents[comments[start]].NodeName}, its end in {parents[end].NodeName}";
            }
        }

        return "";
    }

    private static int Number(string data) => int.Parse(data.Split(':')[1], CultureInfo.InvariantCulture);

    private static void Collect(INode node, Dictionary<string, INode> comments, Dictionary<INode, INode> parents, ref int formatting)
    {
        foreach (var child in node is IHtmlTemplateElement template ? template.Content.ChildNodes : node.ChildNodes)
        {
            parents[child] = node;
            if (child is IComment { Data: ['s' or 'e', ':', ..] } comment)
            {
                comments[comment.Data] = comment;
            }

            formatting += child is IElement element && Formatting.Contains(element.LocalName) ? 1 : 0;
            Collect(child, comments, parents, ref formatting);
        }
    }

    /// <summary>
    /// Whether nothing of the element comes behind its end. The end may be in an element inside of it, if that ends there too.
    /// </summary>
    private static bool IsLastIn(INode element, INode end, Dictionary<INode, INode> parents)
    {
        if (element is IElement { LocalName: "html" or "body" or "head" })
        {
            // The parser puts into them what comes behind their end tags.
            return true;
        }

        for (var node = end; parents.TryGetValue(node, out var parent); node = parent)
        {
            if (HasMoreBehind(node))
            {
                return false;
            }

            if (parent == element)
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasMoreBehind(INode node)
    {
        for (var next = node.NextSibling; next is not null; next = next.NextSibling)
        {
            if (next is not IComment)
            {
                return true;
            }
        }

        return false;
    }

    private static string Mark(string document)
    {
        var number = 0;
        return new HtmlRewriterBuilder(new HtmlRewriterOptions { MaxMemory = 1 << 20 })
            .OnElement("*", element =>
            {
                if (!Texts.Contains(element.TagName))
                {
                    var mark = string.Create(CultureInfo.InvariantCulture, $"{number++}:{element.TagName}");
                    element.Prepend($"<!--s:{mark}-->", HtmlContent.Html);
                    element.Append($"<!--e:{mark}-->", HtmlContent.Html);
                }
            })
            .Rewrite(document);
    }
}
