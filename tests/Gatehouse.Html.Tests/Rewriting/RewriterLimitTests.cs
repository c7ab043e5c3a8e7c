using System.Buffers;
using System.Text;
using Gatehouse.Html.Tests.Support;

namespace Gatehouse.Html.Tests.Rewriting;

/// <summary>Time is linear for every input. Work is counted in bytes examined and moved and in steps over open elements.</summary>
public sealed class RewriterLimitTests
{
    private const int Count = 1_000_000;

    public static TheoryData<string, string> Adversaries => new()
    {
        { "less-than signs", new string('<', Count) },
        { "less-than signs in a script", "<script><!--" + new string('<', Count) },
        { "double escapes", "<script><!--" + Repeat("<script></script>") },
        { "attributes", "<p " + Repeat("a ") },
        { "one attribute", "<p a='" + new string('x', Count) },
        { "a comment that never ends", "<!--" + Repeat("--") },
        { "a doctype that never ends", "<!doctype " + Repeat("x") },
        { "brackets in CDATA", "<svg><![CDATA[" + Repeat("]") },
        { "svg in svg", Repeat("<svg>") },
        { "svg in svg, and end tags of others", "<svg>" + Repeat("<g>", 2) + Repeat("</a>", 2) },
        { "svg, integration points and svg", Repeat("<svg><desc>") },
        { "elements", Repeat("<div>") },
        { "elements and unknown end tags", Repeat("<x-a>", 2) + Repeat("</x-b>", 2) },
        { "many names", string.Concat(Enumerable.Range(0, Count / 10).Select(static i => $"<x{i}>")) + Repeat("</x0></x-b>", 2) },
        { "formatting around blocks", Repeat("<b>", 3) + Repeat("<div>", 3) + Repeat("</b>", 3) },
        { "formatting and blocks in turn", Repeat("<b><p>", 2) + Repeat("</b>", 2) },
        { "links in links", Repeat("<a>") },
        { "paragraphs", Repeat("<p>") },
        { "list items in blocks", Repeat("<li><div>", 2) + Repeat("</li>", 2) },
        { "cells", "<table>" + Repeat("<tr><td>") },
        { "tables", Repeat("<table><td>") },
        { "templates", Repeat("<template>") },
        { "forms", Repeat("<form><div></form>") },
        { "end tags", Repeat("</p>") },
        { "options", "<select>" + Repeat("<option>") },
        { "headings", Repeat("<h1>") },
        { "ruby", "<ruby>" + Repeat("<rt>") },
    };

    [Theory]
    [MemberData(nameof(Adversaries))]
    public void Work_is_linear_however_the_document_is_cut(string name, string document)
    {
        var bytes = Encoding.Latin1.GetBytes(document);
        var program = new HtmlRewriterBuilder(new HtmlRewriterOptions { MaxMemory = 1 << 30 })
            .OnElement("*", static element => element.OnEndTag(static _ => { }))
            .OnText(static _ => { })
            .OnComment("*", static _ => { })
            .Build();
        foreach (var size in new[] { 1000, bytes.Length })
        {
            var output = new ArrayBufferWriter<byte>(bytes.Length);
            using var rewriter = program.Open(output);
            for (var at = 0; at < bytes.Length; at += size)
            {
                rewriter.Write(bytes.AsSpan(at, Math.Min(size, bytes.Length - at)));
            }

            rewriter.End();
            Assert.True(bytes.AsSpan().SequenceEqual(output.WrittenSpan), name);
            Assert.InRange(rewriter.BytesExamined, 0, 2 * bytes.Length);
            Assert.InRange(rewriter.BytesMoved, 0, 2 * bytes.Length);
            Assert.InRange(rewriter.Steps, 0, bytes.Length);
        }
    }

    [Fact]
    public void Any_number_of_attributes_of_one_name_is_removed_in_one_pass() => Assert.Equal(
        "<p b>",
        new HtmlRewriterBuilder().OnElement("p", static p => p.RemoveAttribute("a")).Rewrite("<p " + Repeat("a ") + "b " + Repeat("a ") + ">"));

    private static string Repeat(string piece, int share = 1) => string.Concat(Enumerable.Repeat(piece, Count / share / piece.Length));
}
