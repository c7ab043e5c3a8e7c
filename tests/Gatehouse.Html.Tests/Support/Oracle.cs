using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Gatehouse.Html.Tests.Support;

/// <summary>A parser of the whole standard, which says where the head of a document is.</summary>
internal static class Oracle
{
    private static readonly HtmlParserOptions AsInABrowser = new() { IsScripting = true };

    /// <summary>Parses what a decoder would hand on: one byte order mark is not part of it.</summary>
    public static IHtmlDocument Parse(string html) =>
        new HtmlParser(AsInABrowser).ParseDocument(html.StartsWith('\uFEFF') ? html[1..] : html);

    public static List<IElement> Markers(IHtmlDocument document) => [.. document.All.Where(IsMarker)];

    public static bool IsMarker(INode? node) => node is IElement { LocalName: "script" } element && element.HasAttribute("data-gh");

    /// <summary>The tree as text, without the marker; runs of text are joined.</summary>
    public static string Dump(INode node)
    {
        var dump = new StringBuilder();
        Dump(node, dump, 0);
        return dump.ToString();
    }

    private static void Dump(INode node, StringBuilder dump, int depth)
    {
        var text = new StringBuilder();
        IEnumerable<INode> children = node is IHtmlTemplateElement template ? template.Content.ChildNodes : node.ChildNodes;
        foreach (var child in children.Where(child => !IsMarker(child)))
        {
            if (child is IText characters)
            {
                text.Append(characters.Data);
                continue;
            }

            Flush(text, dump, depth);
            dump.Append(' ', depth).AppendLine(Describe(child));
            Dump(child, dump, depth + 1);
        }

        Flush(text, dump, depth);
    }

    private static void Flush(StringBuilder text, StringBuilder dump, int depth)
    {
        if (text.Length > 0)
        {
            dump.Append(' ', depth).Append('"').Append(text).AppendLine("\"");
            text.Clear();
        }
    }

    private static string Describe(INode node) => node switch
    {
        IDocumentType doctype => $"<!DOCTYPE {doctype.Name} {doctype.PublicIdentifier} {doctype.SystemIdentifier}>",
        IComment comment => $"<!--{comment.Data}-->",
        IElement element => $"<{element.NamespaceUri} {element.LocalName} "
            + string.Join(' ', element.Attributes.Select(attribute => $"{attribute.Name}={attribute.Value}")) + ">",
        _ => node.NodeName,
    };
}
