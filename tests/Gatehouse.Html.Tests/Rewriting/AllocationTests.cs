using System.Buffers;
using System.Text;

namespace Gatehouse.Html.Tests.Rewriting;

public sealed class AllocationTests
{
    private const string Item =
        "<article class='card' id=a1><!-- c --><h2><a href='/x'>One</a></h2><svg><path d='M0'/></svg><p>Text <b>bold</b><li>a<li>b</article>";

    public static TheoryData<string, HtmlRewriterBuilder> Programs => new()
    {
        { "a no-op on every element", new HtmlRewriterBuilder().OnElement("*", static _ => { }) },
        { "an attribute set", new HtmlRewriterBuilder().OnElement("a[href]", static element => element.SetAttribute("rel", "nofollow")) },
        { "content put in", new HtmlRewriterBuilder().OnElement("p", static element => { element.Before("<"); element.Prepend("1"); element.Append("2"); element.After("3"); }) },
        { "text and comments", new HtmlRewriterBuilder().OnText("h2", static text => text.After("!")).OnText(static _ => { }).OnComment(static comment => comment.Remove()) },
        { "end tags", new HtmlRewriterBuilder().OnElement("li", static element => element.OnEndTag(static end => end.Before("!"))) },
        { "elements taken out", new HtmlRewriterBuilder().OnElement("svg", static element => element.Remove()).OnElement("b", static element => element.RemoveAndKeepContent()) },
    };

    [Theory]
    [MemberData(nameof(Programs))]
    public void Nothing_is_allocated_for_a_token(string name, HtmlRewriterBuilder builder)
    {
        var program = builder.Build();
        var page = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Item, 400)));
        var output = new ArrayBufferWriter<byte>(2 * page.Length);
        Rewrite();
        Rewrite();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Rewrite();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        // The pool of the runtime may have to make an array again that it has dropped; a token would make 400 things or more.
        Assert.True(allocated < 400, $"{name}: {allocated} bytes");

        void Rewrite()
        {
            output.ResetWrittenCount();
            using var rewriter = program.Open(output);
            for (var at = 0; at < page.Length; at += 4096)
            {
                rewriter.Write(page.AsSpan(at, Math.Min(4096, page.Length - at)));
            }

            rewriter.End();
        }
    }
}
