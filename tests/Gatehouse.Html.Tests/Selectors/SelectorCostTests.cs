using System.Buffers;
using System.Text;
using Gatehouse.Html.Selectors;
using Gatehouse.Html.Simulation;
using Gatehouse.Html.Tokenizing;

namespace Gatehouse.Html.Tests.Selectors;

/// <summary>What an element costs: no memory, and questions only for selectors that could match.</summary>
public sealed class SelectorCostTests
{
    private static readonly byte[] Page = Encoding.UTF8.GetBytes("<!DOCTYPE html><body>" + string.Concat(Enumerable.Repeat(
        "<div class='a b' id=x1 title='fish &amp; ch&iacute;ps'><p lang=en>t<b></b><i class=a></i><b></b></p><x-a><x-b></x-b></x-a><img src=x></div>", 300)));

    [Theory]
    [InlineData("utf-8")]
    [InlineData("windows-1252")]
    [InlineData("shift_jis")]
    public void Nothing_is_allocated_for_an_element(string encoding)
    {
        string[] selectors =
        [
            "*", ".a .b, .a > i", "#x1 > p ~ *", "b + i", "[title='fish & chíps']", "[lang|=EN i]", ":is(p, x-a) > *:not(.a, div b)", "b:nth-of-type(2)",
            ":nth-child(2n of b, .a)", "*:first-of-type", ":root p", ".none > *", "x-b",
        ];
        var program = selectors.Aggregate(new HtmlRewriterBuilder(), static (builder, selector) => builder.OnElement(selector, static _ => { })).Build();
        var output = new ArrayBufferWriter<byte>(2 * Page.Length);
        Rewrite();
        Rewrite();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Rewrite();

        // The page has 2,400 elements; the pool of the runtime may have to make an array again that it has dropped.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2000);

        void Rewrite()
        {
            output.ResetWrittenCount();
            using var rewriter = program.Open(output, encoding);
            rewriter.Write(Page);
            rewriter.End();
        }
    }

    [Fact]
    public void Selectors_that_cannot_match_are_not_asked()
    {
        string[] forms = ["x-{0}", ".n{0}", "#n{0}", "[data-n{0}]", "div.n{0}", ".n{0} > *", "b + .n{0}", "p[title='{0}']", ".n{0} b", "i:is(.n{0}, #n{0})", "div .n{0} > b"];
        Assert.Equal(Asked(forms, 10), Asked(forms, 1000));
    }

    [Fact]
    public void What_elements_hold_is_counted_and_given_back()
    {
        var matcher = new SelectorMatcher(SelectorProgram.Compile(["div > div ~ *", "div :nth-of-type(2)", ":nth-child(2 of b)"], out _)!);
        matcher.Reset(null);
        var atStart = matcher.BytesInUse;
        Walk(matcher, "<div><div><b></b><b></b>");
        Assert.InRange(matcher.BytesInUse, atStart + 50, atStart + 1000);
        matcher.CloseElement();
        matcher.CloseElement();
        Walk(matcher, "");
        matcher.Reset(null);
        Assert.Equal(atStart, matcher.BytesInUse);
    }

    private static long Asked(string[] forms, int count)
    {
        var selectors = Enumerable.Range(0, count).SelectMany(number => forms.Select(form => string.Format(null, form, number))).ToList();
        var matcher = new SelectorMatcher(SelectorProgram.Compile([.. selectors.Take(SelectorLimits.Count)], out _)!);
        matcher.Reset(null);
        Walk(matcher, Encoding.UTF8.GetString(Page));
        return matcher.Asked;
    }

    private static void Walk(SelectorMatcher matcher, string document)
    {
        var tokenizer = new Tokenizer();
        var open = new OpenElements();
        var matches = new ulong[(SelectorLimits.Count / 64) + 1];
        var rest = Encoding.UTF8.GetBytes(document).AsSpan();
        while (tokenizer.Read(rest, isLast: true, out var token))
        {
            rest = rest[token.Raw.Length..];
            if (token.Kind is TokenKind.StartTag)
            {
                open.Open(token, tokenizer);
                Close(open.Left);
                matcher.OpenElement(token, open.Name, open.Space, open.HasContent, matches);
            }
            else if (token.Kind is TokenKind.EndTag)
            {
                open.Close(token, tokenizer);
                Close(open.Left);
            }
        }

        void Close(int count)
        {
            for (; count > 0; count--)
            {
                matcher.CloseElement();
            }
        }
    }
}
