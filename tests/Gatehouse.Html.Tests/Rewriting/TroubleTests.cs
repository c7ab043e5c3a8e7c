using System.Buffers;
using System.Text;
using Gatehouse.Html.Tests.Support;

namespace Gatehouse.Html.Tests.Rewriting;

public sealed class TroubleTests
{
    private static readonly Action<HtmlElement> Throw = static _ => throw new NotSupportedException("no");

    private static readonly HtmlRewriterOptions Graceful = new() { IsGraceful = true, MaxMemory = 1024 };

    [Fact]
    public void What_a_handler_throws_reaches_the_caller_once_and_the_rewriter_is_dead()
    {
        var program = new HtmlRewriterBuilder().OnElement("b", Throw).Build();
        var rewriter = program.Open(new ArrayBufferWriter<byte>());
        rewriter.Write("<a>"u8);
        Assert.Throws<NotSupportedException>(() => rewriter.Write("<b>"u8));
        Assert.Equal(HtmlTrouble.HandlerFailed, rewriter.Trouble);
        Assert.Throws<InvalidOperationException>(() => rewriter.Write("<b>"u8));
        Assert.Throws<InvalidOperationException>(rewriter.End);
        rewriter.Dispose();
        Assert.Throws<ObjectDisposedException>(() => rewriter.Write("x"u8));
    }

    [Fact]
    public void A_rewriter_that_failed_can_be_used_for_another_document()
    {
        var fails = true;
        var program = new HtmlRewriterBuilder().OnElement("b", element =>
        {
            element.Append("1");
            if (fails)
            {
                throw new NotSupportedException("no");
            }
        }).Build();
        Assert.Throws<NotSupportedException>(() => program.Rewrite("<div><b>"u8.ToArray(), static length => [length]));
        fails = false;
        Assert.Equal("<b>x1</b>"u8.ToArray(), program.Rewrite("<b>x</b>"u8.ToArray(), static length => [length]));
    }

    [Theory]
    [InlineData("<i>1</i><b>2</b><i>3</i>", "<i>1!</i><b>2</b><i>3</i>")]
    [InlineData("<u>1<b>2</b></u>3<i>4</i>", "<b>2</b></u>3<i>4</i>")]
    [InlineData("<i>1<b>2</b></i>", "<i>1<b>2</b></i>")]
    public void Graceful_documents_go_on_unchanged_from_where_a_handler_threw(string document, string expected)
    {
        var program = new HtmlRewriterBuilder(Graceful)
            .OnElement("i", static element => element.Append("!"))
            .OnElement("u", static element => element.Remove())
            .OnElement("b", Throw)
            .OnText(static text => { })
            .Build();
        foreach (var (name, sizes) in Cuts.All)
        {
            Assert.Equal((name, expected), (name, Encoding.UTF8.GetString(program.Rewrite(Encoding.UTF8.GetBytes(document), sizes))));
        }

        using var rewriter = program.Open(new ArrayBufferWriter<byte>());
        rewriter.Write("<b>"u8);
        Assert.Equal(HtmlTrouble.HandlerFailed, rewriter.Trouble);
        Assert.IsType<NotSupportedException>(rewriter.HandlerException);
    }

    [Fact]
    public void Beyond_the_limit_there_is_an_error()
    {
        var program = new HtmlRewriterBuilder(new HtmlRewriterOptions { MaxMemory = 1024 }).OnElement("*", static _ => { }).Build();
        using var rewriter = program.Open(new ArrayBufferWriter<byte>());
        var failure = Assert.Throws<HtmlRewriterException>(() => rewriter.Write(Encoding.ASCII.GetBytes("<a b='" + new string('x', 1100))));
        Assert.Equal(HtmlTrouble.TooLong, failure.Trouble);
    }

    [Theory]
    [MemberData(nameof(TooLong))]
    public void Beyond_the_limit_graceful_documents_go_out_whole(string name, string document)
    {
        var program = new HtmlRewriterBuilder(Graceful)
            .OnElement("i", static element => element.Append(new string('!', 600)))
            .OnComment(static _ => { })
            .OnElement("x-never", static element => element.Remove())
            .Build();
        foreach (var (cut, sizes) in Cuts.All)
        {
            var bytes = Encoding.ASCII.GetBytes(document);
            var output = program.Rewrite(bytes, sizes);
            if (cut != "whole" || name == "depth")
            {
                Assert.True(bytes.AsSpan().SequenceEqual(output), $"{name}, {cut}");
            }
        }
    }

    public static TheoryData<string, string> TooLong => new()
    {
        { "a tag", "<p>1</p><a b='" + new string('x', 2000) + "'>y</a>" },
        { "a comment", "<p>1</p><!--" + new string('x', 2000) + "-->y" },
        { "depth", string.Concat(Enumerable.Repeat("<div>", 200)) + "x" },
    };

    [Fact]
    public void Content_that_waits_counts()
    {
        var program = new HtmlRewriterBuilder(Graceful).OnElement("i", static element => element.Append(new string('!', 600))).Build();
        var output = Encoding.ASCII.GetString(program.Rewrite("<i>1<i>2</i></i>"u8.ToArray(), static length => [length]));
        Assert.Equal("<i>1<i>2</i></i>", output);
    }

    [Fact]
    public void Strict_mode_refuses_what_no_stream_can_know()
    {
        foreach (var document in new[] { "<select><style></style>", "<frameset><style></frameset>", "<select><p><title></title>" })
        {
            var strict = new HtmlRewriterBuilder(new HtmlRewriterOptions { IsStrict = true }).OnElement("*", static _ => { });
            Assert.Equal(HtmlTrouble.Ambiguous, Assert.Throws<HtmlRewriterException>(() => strict.Rewrite(document)).Trouble);
            Assert.Equal(document, new HtmlRewriterBuilder().OnElement("*", static _ => { }).Rewrite(document));
        }
    }

    [Fact]
    public void Nothing_can_be_written_behind_the_end()
    {
        using var rewriter = new HtmlRewriterBuilder().Build().Open(new ArrayBufferWriter<byte>());
        rewriter.End();
        Assert.Throws<InvalidOperationException>(() => rewriter.Write("x"u8));
        Assert.Throws<InvalidOperationException>(rewriter.End);
    }
}
