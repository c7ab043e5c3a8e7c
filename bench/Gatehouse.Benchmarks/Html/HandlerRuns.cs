using AngleSharp.Html.Parser;
using Gatehouse.Html;

namespace Gatehouse.Benchmarks.Html;

/// <summary>What handlers cost on a page; the same programs as those that Bun runs.</summary>
internal sealed class HandlerRuns(byte[] page)
{
    private const int ChunkSize = 16 * 1024;

    private static readonly string[] Selectors =
    [
        "article.card > h2 > a", "#item-7", "img[loading=lazy]", "p b", "ul li:first-child", "button.button--buy", "[data-sku]", "footer a", "main p",
        "meta[name=viewport]",
    ];

    private static readonly string Snippet = $"<script>{new string('x', 1600)}</script>";

    private readonly ReusedWriter _writer = new(2 * page.Length);

    /// <summary>The names that the comparison knows too.</summary>
    public IReadOnlyList<(string Name, Func<int> Run)> All =>
    [
        ("append to head", Of(Builder.OnElement("head", static head => head.Append(Snippet, HtmlContent.Html)))),
        ("a[href] set attribute", Of(Builder.OnElement("a[href]", static link => link.SetAttribute("rel", "nofollow")))),
        ("* no-op", Of(Builder.OnElement("*", static _ => { }))),
        ("ten selectors", Of(Selectors.Aggregate(Builder, static (builder, selector) => builder.OnElement(selector, static _ => { })))),
        ("text of p", Of(Builder.OnText("p", static _ => { }))),
        ("all text", Of(Builder.OnText(static _ => { }))),
    ];

    private static HtmlRewriterBuilder Builder => new();

    /// <summary>The parser that builds a tree.</summary>
    public IReadOnlyList<(string Name, Func<int> Run)> AngleSharp =>
    [
        ("append to head", () =>
        {
            using var document = new HtmlParser().ParseDocument(new MemoryStream(page));
            document.Head!.InnerHtml += Snippet;
            return document.DocumentElement.OuterHtml.Length;
        }),
        ("a[href] set attribute", () =>
        {
            using var document = new HtmlParser().ParseDocument(new MemoryStream(page));
            foreach (var link in document.QuerySelectorAll("a[href]"))
            {
                link.SetAttribute("rel", "nofollow");
            }

            return document.DocumentElement.OuterHtml.Length;
        }),
    ];

    /// <summary>No parser at all.</summary>
    public int Replace() => System.Text.Encoding.UTF8.GetBytes(
        System.Text.Encoding.UTF8.GetString(page).Replace("</head>", Snippet + "</head>", StringComparison.Ordinal)).Length;

    private Func<int> Of(HtmlRewriterBuilder builder)
    {
        var program = builder.Build();
        return () =>
        {
            _writer.Clear();
            using var rewriter = program.Open(_writer);
            for (var at = 0; at < page.Length; at += ChunkSize)
            {
                rewriter.Write(page.AsSpan(at, Math.Min(ChunkSize, page.Length - at)));
            }

            rewriter.End();
            return _writer.Written;
        };
    }
}
