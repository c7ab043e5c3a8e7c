using System.Buffers;
using System.Text;
using Gatehouse.Html.Tests.Support;

namespace Gatehouse.Html.Tests;

/// <summary>Time is linear and memory bounded for every input. Work is counted in bytes examined and moved, never in seconds.</summary>
public sealed class LimitTests
{
    private const int Count = 200_000;

    public static TheoryData<string, string> Adversaries => new()
    {
        { "less-than signs in text", "<html><head><template>" + new string('<', Count) },
        { "less-than signs in a title", "<title>" + new string('<', Count) },
        { "less-than signs in a script", "<script><!--" + new string('<', Count) },
        { "double escapes", "<script><!--" + Repeat("<script></script>") },
        { "almost end tags", "<script>" + Repeat("</scrip") },
        { "dashes in a comment", "<!--" + new string('-', Count) },
        { "a comment that never ends", "<!--" + Repeat("-->".Replace('>', '!')) },
        { "a bogus comment", "<?" + new string('x', Count) },
        { "brackets in CDATA", "<template><svg><![CDATA[" + new string(']', Count) },
        { "one attribute", "<meta a='" + new string('x', Count) },
        { "many attributes", "<meta " + Repeat("a ") },
        { "a tag name", "<" + new string('a', Count) },
        { "a doctype", "<!doctype " + new string('x', Count) },
        { "templates", Repeat("<template>") },
        { "foreign elements", "<template>" + Repeat("<svg>") },
        { "foreign elements and end tags", "<template><svg>" + Repeat("<a></b>") },
        { "white space", new string(' ', Count) },
        { "end tags", Repeat("</x>") },
        { "references to spaces", "<head>" + Repeat("&#00000000000000000000000000032;") },
        { "metas", Repeat("<meta name=a>") },
    };

    [Theory]
    [MemberData(nameof(Adversaries))]
    public void Work_is_linear_however_the_document_is_cut(string name, string document)
    {
        var bytes = Encoding.Latin1.GetBytes(document);
        foreach (var maxTail in new[] { 1024, 1 << 20 })
        {
            foreach (var size in new[] { 1, 7, 4096, bytes.Length })
            {
                var output = new ArrayBufferWriter<byte>(bytes.Length);
                var options = new InHead(HeadPosition.End, MaxMemory: maxTail);
                using var rewriter = options.Program.Open(output, null, new FixedContent(""));
                var moved = rewriter.BytesMoved;
                for (var at = 0; at < bytes.Length; at += size)
                {
                    rewriter.Write(bytes.AsSpan(at, Math.Min(size, bytes.Length - at)));
                    Assert.True(rewriter.BytesHeld <= maxTail, name);
                }

                rewriter.End();
                Assert.True(bytes.AsSpan().SequenceEqual(output.WrittenSpan), name);

                // Twice: a few bytes that may open a declaration or close a CDATA section are looked at again. And up to
                // 32 bytes of a reference that may be white space.
                Assert.InRange(rewriter.BytesExamined, 0, (name.StartsWith("references", StringComparison.Ordinal) ? 32 : 2) * bytes.Length);
                Assert.InRange(rewriter.BytesMoved - moved, 0, 2 * bytes.Length);
            }
        }
    }

    [Theory]
    [InlineData(HeadPosition.Start)]
    [InlineData(HeadPosition.End)]
    public void Beyond_the_limit_the_page_goes_out_unchanged(HeadPosition position)
    {
        var options = new InHead(position, MaxMemory: 1024);
        foreach (var size in new[] { 1, 50, 4000 })
        {
            var document = Encoding.ASCII.GetBytes("<!-- c --><link href='" + new string('x', 2000) + "'><p>");
            var injection = Injection.Of(document, options, length => Even(length, size));
            // A chunk that holds the whole tag needs no tail.
            Assert.Equal(size < document.Length ? HeadOutcome.Pending : HeadOutcome.Found, injection.Outcome);
            Assert.Equal(size < document.Length ? HtmlTrouble.TooLong : HtmlTrouble.None, injection.Trouble);
            Assert.Equal(size < document.Length ? 0 : 1, injection.Content.Asked);
            Assert.Equal(size < document.Length, document.AsSpan().SequenceEqual(injection.Output));
        }
    }

    [Fact]
    public void What_waits_for_a_sign_of_a_page_is_under_the_same_limit()
    {
        var options = new InHead(HeadPosition.Start, LeavesFragments: true, MaxMemory: 1024);
        var style = $"<style>{new string(' ', 600)}</style>";
        Assert.Equal(HtmlTrouble.TooLong, InTens(style + style + "<title>").Trouble);
        Assert.Equal("|" + style + "<title>", InTens(style + "<title>").Text);

        Injection InTens(string document) =>
            Injection.Of(Encoding.ASCII.GetBytes(document), options, static length => Even(length, 10), "|");
    }

    private static string Repeat(string piece) => string.Concat(Enumerable.Repeat(piece, Count / piece.Length));

    private static IEnumerable<int> Even(int length, int size)
    {
        for (var at = 0; at < length; at += size)
        {
            yield return Math.Min(size, length - at);
        }
    }
}
