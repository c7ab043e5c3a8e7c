using System.Buffers;
using System.Text;
using Gatehouse.Html.Tests.Support;

namespace Gatehouse.Html.Tests.Rewriting;

public sealed class OnceTests
{
    private const string Rest = "<p>3</p><p>4</p><a>5</a>";

    [Fact]
    public void A_handler_for_the_first_match_is_called_once_a_document()
    {
        var program = new HtmlRewriterBuilder()
            .OnFirstElement("p", static p => p.Append("!"))
            .OnElement("p", static p => p.After("-"))
            .OnFirstElement("p, a", static p => p.Before("?"))
            .Build();
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(
                "?<p>3!</p>-<p>4</p>-<a>5</a>", Encoding.ASCII.GetString(program.Rewrite(Encoding.ASCII.GetBytes(Rest), static length => [length])));
        }
    }

    [Theory]
    [InlineData("p")]
    [InlineData("head")]
    public void When_nothing_can_match_any_more_the_rest_is_not_looked_at(string selector)
    {
        var document = Encoding.ASCII.GetBytes("<head></head><p>1</p>" + string.Concat(Enumerable.Repeat(Rest, 1000)));
        foreach (var size in new[] { 7, document.Length })
        {
            var builder = new HtmlRewriterBuilder().OnEnd(static end => end.Append("."));
            builder = selector == "head"
                ? builder.OnElement(selector, static element => element.Append("!"))
                : builder.OnFirstElement(selector, static element => element.Append("!"));
            var output = new ArrayBufferWriter<byte>();
            using var rewriter = builder.Build().Open(output);
            for (var at = 0; at < document.Length; at += size)
            {
                rewriter.Write(document.AsSpan(at, Math.Min(size, document.Length - at)));
            }

            rewriter.End();
            Assert.Equal(document.Length + 2, output.WrittenCount);
            Assert.InRange(rewriter.BytesExamined, 1, 60);
        }
    }
}
