using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using Gatehouse.Html.Tests.Support;

namespace Gatehouse.Html.Tests;

/// <summary>The examples of the package's README, as they stand there.</summary>
public sealed class ReadmeTests
{
    private static readonly CancellationToken cancellationToken = CancellationToken.None;

    [Fact]
    public void Links()
    {
        HtmlRewriterProgram program = new HtmlRewriterBuilder()
            .OnElement("a[href^='http:']", static link =>
            {
                link.SetAttribute("href", "https:" + link.GetAttribute("href")!["http:".Length..]);
                link.SetAttribute("rel", "nofollow");
            })
            .Build();

        Assert.Equal(
            "<a href=\"https://a.example\" rel=\"nofollow\">",
            Encoding.UTF8.GetString(program.Rewrite("<a href='http://a.example'>"u8.ToArray(), static length => [length])));
    }

    [Fact]
    public void Pieces()
    {
        var program = new HtmlRewriterBuilder()
            .OnElement("head", static head => head.Append("<script src=/a.js></script>", HtmlContent.Html))
            .OnElement("body", static body => body.Prepend("<p>Closed today</p>", HtmlContent.Html))
            .Build();
        var response = new ArrayBufferWriter<byte>();
        var chunks = Cuts.Cut("<head></head><body>x"u8.ToArray(), [3, 13, 4]);

        using HtmlRewriter rewriter = program.Open(response);    // any IBufferWriter<byte>, such as a PipeWriter
        foreach (ReadOnlyMemory<byte> chunk in chunks)
        {
            rewriter.Write(chunk.Span);                          // writes what is decided
        }

        rewriter.End();

        Assert.Equal(
            "<head><script src=/a.js></script></head><body><p>Closed today</p>x", Encoding.UTF8.GetString(response.WrittenSpan));
    }

    [Fact]
    public void Texts()
    {
        var builder = new HtmlRewriterBuilder()
            .OnText("code", static text => text.Replace(text.Text.ToUpperInvariant(), HtmlContent.Html))
            .OnElement("section.old", static section => section.SetInnerContent("Gone."))
            .OnElement("font", static font => font.RemoveAndKeepContent())
            .OnComment(static comment => comment.Remove());

        Assert.Equal(
            "<code>A &AMP;</code><section class=old>Gone.</section>b",
            builder.Rewrite("<code>a &amp;</code><section class=old><p>x</section><font>b</font><!-- c -->"));
    }

    [Fact]
    public async Task Waiting()
    {
        var prices = new { FindAsync = (Func<string, ValueTask<string>>)(static async sku => { await Task.Yield(); return sku + " €"; }) };
        var source = new MemoryStream("<b data-sku=7>?</b>"u8.ToArray());
        var destination = new MemoryStream();

        var program = new HtmlRewriterBuilder()
            .OnElement("[data-sku]", async item => item.SetInnerContent(await prices.FindAsync(item.GetAttribute("data-sku")!)))
            .Build();
        await program.RewriteAsync(source, destination, encoding: null, cancellationToken);

        Assert.Equal("<b data-sku=7>7 €</b>", Encoding.UTF8.GetString(destination.ToArray()));
    }

    [Fact]
    public void Failing()
    {
        var program = new HtmlRewriterBuilder(new HtmlRewriterOptions { IsGraceful = true, MaxMemory = 16 * 1024 })
            .OnElement("img", static image => image.SetAttribute("alt", Caption(image.GetAttribute("src"))))
            .Build();
        var response = new ArrayBufferWriter<byte>();
        byte[] page = [.. "<meta charset=koi8-r><img src=a><img>\xC1"u8];

        using var rewriter = program.Open(response, HtmlEncodingSniffer.Sniff(page) ?? "windows-1252");
        rewriter.Write(page);
        rewriter.End();
        if (rewriter.Trouble != HtmlTrouble.None)
        {
            Log(rewriter.Trouble, rewriter.HandlerException);    // the page went out whole; from here on unchanged
        }

        Assert.Equal(HtmlTrouble.HandlerFailed, rewriter.Trouble);
        Assert.Equal("<meta charset=koi8-r><img src=a alt=\"a\"><img>\xC1"u8.ToArray(), response.WrittenSpan.ToArray());
    }

    [Fact]
    public void The_examples_are_those_of_the_README()
    {
        var own = Flat(File.ReadAllText(Source()));
        var blocks = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "README.md")).Split("```csharp\n")[1..]
            .Select(static block => block[..block.IndexOf("```", StringComparison.Ordinal)]).Take(5).ToList();
        Assert.Equal(5, blocks.Count);
        Assert.All(blocks, block => Assert.Contains(Flat(block), own, StringComparison.Ordinal));
    }

    private static string Caption(string? source) => source ?? throw new NotSupportedException("no source");

    private static void Log(HtmlTrouble trouble, Exception? failure) => Assert.True(trouble == HtmlTrouble.HandlerFailed && failure is not null);

    private static string Flat(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Source([CallerFilePath] string path = "") => path;
}
