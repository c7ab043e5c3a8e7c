using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Gatehouse.Html.Tests.Support;

namespace Gatehouse.Html.Tests.Rewriting;

public sealed class AsyncTests
{
    private const string Document = "<!doctype html><p class=a>b<i>c</i><!--d--></p><p>e";
    private const string Expected = "<!doctype html>[<p class=a>bT!<i>cT</i><!--D-->)</p>[<p>eT)";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Handlers_are_awaited_one_after_the_other_however_the_document_is_cut()
    {
        var program = Slow();
        foreach (var (name, sizes) in Cuts.All)
        {
            var output = new ArrayBufferWriter<byte>();
            using var rewriter = program.Open(output);
            foreach (var chunk in Cuts.Cut(Encoding.UTF8.GetBytes(Document), sizes(Document.Length)))
            {
                await rewriter.WriteAsync(chunk);
            }

            await rewriter.EndAsync();
            Assert.Equal((name, Expected), (name, Encoding.UTF8.GetString(output.WrittenSpan)));
        }
    }

    [Fact]
    public void A_program_that_awaits_is_not_written_to_without_awaiting()
    {
        using var rewriter = Slow().Open(new ArrayBufferWriter<byte>());
        Assert.Throws<InvalidOperationException>(() => rewriter.Write("x"u8));
        Assert.Throws<InvalidOperationException>(rewriter.End);
    }

    [Fact]
    public void Nobody_awaits_an_end_tag_handler_in_a_program_that_does_not_await()
    {
        var builder = new HtmlRewriterBuilder()
            .OnElement("p", static element => Assert.Throws<InvalidOperationException>(
                () => element.OnEndTag(static _ => ValueTask.CompletedTask)));
        Assert.Equal("<p></p>", builder.Rewrite("<p></p>"));
    }

    [Fact]
    public async Task What_an_awaited_handler_throws_reaches_the_caller_or_leaves_the_rest_as_it_was()
    {
        foreach (var isGraceful in new[] { false, true })
        {
            var program = new HtmlRewriterBuilder(new HtmlRewriterOptions { IsGraceful = isGraceful }).OnElement("b", static async element =>
            {
                element.Before("!");
                await Task.Yield();
                throw new NotSupportedException("no");
            }).Build();
            var output = new ArrayBufferWriter<byte>();
            using var rewriter = program.Open(output);
            if (isGraceful)
            {
                await rewriter.WriteAsync("<a><b>x"u8.ToArray());
                await rewriter.EndAsync();
                Assert.Equal("<a><b>x"u8.ToArray(), output.WrittenSpan.ToArray());
            }
            else
            {
                await Assert.ThrowsAsync<NotSupportedException>(async () => await rewriter.WriteAsync("<a><b>x"u8.ToArray()));
                await Assert.ThrowsAsync<InvalidOperationException>(async () => await rewriter.WriteAsync("x"u8.ToArray()));
            }
        }
    }

    [Fact]
    public async Task Documents_go_from_stream_to_stream()
    {
        var destination = new MemoryStream();
        await Slow().RewriteAsync(new MemoryStream(Encoding.UTF8.GetBytes(Document)), destination, null, Cancellation);
        Assert.Equal(Expected, Encoding.UTF8.GetString(destination.ToArray()));
    }

    [Fact]
    public async Task Documents_go_from_pipe_to_pipe()
    {
        var source = new Pipe();
        var destination = new Pipe();
        var rewriting = Slow().RewriteAsync(source.Reader, destination.Writer, "utf-8", Cancellation);
        foreach (var value in Encoding.UTF8.GetBytes(Document))
        {
            await source.Writer.WriteAsync(new[] { value }, Cancellation);
        }

        await source.Writer.CompleteAsync();
        await rewriting;
        await destination.Writer.CompleteAsync();
        var read = await destination.Reader.ReadAtLeastAsync(Expected.Length, Cancellation);
        Assert.Equal(Expected, Encoding.UTF8.GetString(read.Buffer));
    }

    [Fact]
    public async Task A_stream_rewrites_what_is_written_to_it()
    {
        var destination = new MemoryStream();
        await using (var stream = new HtmlRewriterStream(Slow(), destination, null, leaveOpen: true))
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(Document), Cancellation);
        }

        Assert.Equal(Expected, Encoding.UTF8.GetString(destination.ToArray()));
        destination = new MemoryStream();
        using (var stream = new HtmlRewriterStream(
            new HtmlRewriterBuilder().OnElement("p", static p => p.Append("1")).Build(), destination, "utf-8", leaveOpen: true))
        {
            stream.Write("<p>"u8);
        }

        Assert.Equal("<p>1", Encoding.UTF8.GetString(destination.ToArray()));
    }

    private static HtmlRewriterProgram Slow() => new HtmlRewriterBuilder()
        .OnElement("p", static async element =>
        {
            await Task.Yield();
            element.Before("[");
            element.Append(")");
            element.OnEndTag(static async _ => await Task.Yield());
        })
        .OnText("p", static async text =>
        {
            await Task.Yield();
            if (text.IsLastInNode)
            {
                text.Before("T");
            }
        })
        .OnElement("i", static element => element.Before("!"))
        .OnComment(static async comment =>
        {
            await Task.Yield();
            comment.Text = comment.Text.ToUpperInvariant();
        })
        .OnDoctype(static async _ => await Task.Yield())
        .OnEnd(static async _ => await Task.Yield())
        .Build();
}
