using System.Buffers;
using Gatehouse.Html.Tests.Support;

namespace Gatehouse.Html.Tests.Rewriting;

/// <summary>Lambdas become the handlers that they look like.</summary>
public sealed class OverloadTests
{
    public static TheoryData<string, HtmlRewriterBuilder> Throwing => new()
    {
        { "an element", new HtmlRewriterBuilder().OnElement("p", static _ => throw new NotSupportedException()) },
        { "a block", new HtmlRewriterBuilder().OnElement("p", static element => { throw new NotSupportedException(element.TagName); }) },
        { "the first", new HtmlRewriterBuilder().OnFirstElement("p", static _ => throw new NotSupportedException()) },
        { "text in an element", new HtmlRewriterBuilder().OnText("p", static _ => throw new NotSupportedException()) },
        { "text", new HtmlRewriterBuilder().OnText(static _ => throw new NotSupportedException()) },
        { "a comment in an element", new HtmlRewriterBuilder().OnComment("p", static _ => throw new NotSupportedException()) },
        { "a comment", new HtmlRewriterBuilder().OnComment(static _ => throw new NotSupportedException()) },
        { "the doctype", new HtmlRewriterBuilder().OnDoctype(static _ => throw new NotSupportedException()) },
        { "the head", new HtmlRewriterBuilder().OnHead(HeadPosition.End, static _ => throw new NotSupportedException()) },
        { "the end", new HtmlRewriterBuilder().OnEnd(static _ => throw new NotSupportedException()) },
        { "an end tag", new HtmlRewriterBuilder().OnElement("p", static element => element.OnEndTag(static _ => throw new NotSupportedException())) },
    };

    [Theory]
    [MemberData(nameof(Throwing))]
    public void A_lambda_that_only_throws_is_called_and_not_awaited(string name, HtmlRewriterBuilder builder)
    {
        Assert.NotEmpty(name);
        Assert.False(builder.Build().IsAsync);
        Assert.Throws<NotSupportedException>(() => builder.Rewrite("<!doctype html><p>text<!-- c --></p>"));
    }

    [Fact]
    public async Task A_lambda_that_awaits_is_awaited()
    {
        var program = new HtmlRewriterBuilder()
            .OnElement("p", static async element =>
            {
                await Task.Yield();
                element.OnEndTag(static async tag =>
                {
                    await Task.Yield();
                    tag.After("!");
                });
            })
            .OnEnd(static async _ => await Task.FromException(new NotSupportedException()))
            .Build();
        Assert.True(program.IsAsync);

        var output = new ArrayBufferWriter<byte>();
        using var rewriter = program.Open(output);
        await rewriter.WriteAsync("<p></p>"u8.ToArray());
        Assert.Equal("<p></p>!"u8, output.WrittenSpan);
        await Assert.ThrowsAsync<NotSupportedException>(async () => await rewriter.EndAsync());
    }

    [Fact]
    public void Other_lambdas_are_called()
    {
        var count = 0;
        var program = new HtmlRewriterBuilder()
            .OnElement("p", _ => count++)
            .OnElement("p", static element => element.Before("x"))
            .OnElement("p", static element => { })
            .Build();
        Assert.False(program.IsAsync);
    }

    [Fact]
    public void No_handler_is_refused() =>
        Assert.Throws<ArgumentNullException>(static () => new HtmlRewriterBuilder().OnElement("p", null!));
}
