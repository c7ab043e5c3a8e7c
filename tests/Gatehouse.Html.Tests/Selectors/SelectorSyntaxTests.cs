using Gatehouse.Html.Selectors;

namespace Gatehouse.Html.Tests.Selectors;

/// <summary>What is a selector, and what is said of what is none.</summary>
public sealed class SelectorSyntaxTests
{
    [Theory]
    [InlineData("a")]
    [InlineData(" a ")]
    [InlineData("-a, --a, _a, é, a-1, \\31 a, \\-a")]
    [InlineData("a>b+c~d e")]
    [InlineData("[a=\"\\\"\"], [a='\\\nb'], [a=b i], [a=\"b\"i], [a='b' S]")]
    [InlineData("*.a#b[c]:root")]
    [InlineData(":NTH-child(+3n-2), :nth-child(-N+6), :nth-child(EVEN), :nth-child(n- 1), :nth-child(+5), :nth-child(0n+0)")]
    [InlineData(":nth-child(2n/**/+/**/1), :nth-child(3 of a, b > c), :nth-child(n of.a)")]
    [InlineData(":nth-child(99999999999999999999n+99999999999999999999)")]
    [InlineData(":not( a , b c ):is(d):where(e)")]
    [InlineData("a/**/.b/**//**/.c, a /**/ b, a/* never closed")]
    [InlineData("\\110000, \\0, \\D800, a\\ b, \uD83D\uDE00")]
    public void These_are_selectors(string selector)
    {
        Assert.NotNull(SelectorProgram.Compile([selector], out var error));
        Assert.Null(error);
    }

    [Theory]
    [InlineData("", 0, "")]
    [InlineData("  ", 2, "")]
    [InlineData("/* a */", 7, "")]
    [InlineData("a,", 2, "")]
    [InlineData(",a", 0, ",")]
    [InlineData("a,,b", 2, ",")]
    [InlineData("a >", 3, "")]
    [InlineData("> a", 0, ">")]
    [InlineData("a > > b", 4, ">")]
    [InlineData("1a", 0, "1")]
    [InlineData("-1", 0, "-")]
    [InlineData("a/**/b", 5, "b")]
    [InlineData("[a]b", 3, "b")]
    [InlineData("a*", 1, "*")]
    [InlineData("a)", 1, ")")]
    [InlineData("[a]|", 3, "|")]
    [InlineData("[a]|b", 3, "|")]
    [InlineData("a{}", 1, "{")]
    [InlineData("a!b", 1, "!")]
    [InlineData("a@b", 1, "@")]
    [InlineData(".", 1, "")]
    [InlineData(".1", 1, "1")]
    [InlineData(". a", 1, " ")]
    [InlineData("#1a", 1, "1")]
    [InlineData("#", 1, "")]
    [InlineData("a\\", 1, "\\")]
    [InlineData("a\\\nb", 1, "\\")]
    [InlineData("[", 1, "")]
    [InlineData("[]", 1, "]")]
    [InlineData("[a", 2, "")]
    [InlineData("[a=", 3, "")]
    [InlineData("[a=b", 4, "")]
    [InlineData("[a='b']x]", 7, "x")]
    [InlineData("[a=1]", 3, "1")]
    [InlineData("[a!=b]", 2, "!")]
    [InlineData("[a ~ =b]", 3, "~")]
    [InlineData("[a=b x]", 5, "x")]
    [InlineData("[a=b i s]", 7, "s")]
    [InlineData("[a='b]", 3, "'b]")]
    [InlineData("[a='b\n']", 3, "'b")]
    [InlineData("[a b]", 3, "b")]
    [InlineData(":", 1, "")]
    [InlineData(": root", 1, " ")]
    [InlineData(":not", 0, ":not")]
    [InlineData(":not()", 5, ")")]
    [InlineData(":not(a", 6, "")]
    [InlineData(":is(a,)", 6, ")")]
    [InlineData(":root()", 0, ":root(")]
    [InlineData(":nth-child()", 11, ")")]
    [InlineData(":nth-child(2n + )", 16, ")")]
    [InlineData(":nth-child(+ 2)", 12, " ")]
    [InlineData(":nth-child(2 n)", 13, "n")]
    [InlineData(":nth-child(n+-1)", 13, "-")]
    [InlineData(":nth-child(1.5)", 12, ".")]
    [InlineData(":nth-child(3 of)", 15, ")")]
    [InlineData(":nth-of-type(3 of a)", 15, "o")]
    public void What_is_malformed_is_refused_at_its_place(string selector, int position, string part)
    {
        Assert.Null(SelectorProgram.Compile([selector], out var error));
        Assert.Equal((SelectorRefusal.Malformed, position, part), (error!.Kind, error.Position, error.Part));
        Assert.NotEmpty(error.Reason);
    }

    [Theory]
    [InlineData("a:hover", 1, ":hover")]
    [InlineData("a:HOVER.b", 1, ":HOVER")]
    [InlineData("p:last-child", 1, ":last-child")]
    [InlineData("p:nth-last-child(2)", 1, ":nth-last-child(")]
    [InlineData("p:only-child", 1, ":only-child")]
    [InlineData("p:only-of-type", 1, ":only-of-type")]
    [InlineData("p:last-of-type", 1, ":last-of-type")]
    [InlineData("p:nth-last-of-type(n)", 1, ":nth-last-of-type(")]
    [InlineData("p:empty", 1, ":empty")]
    [InlineData("div:has(p)", 3, ":has(")]
    [InlineData(":not(a:has(b))", 6, ":has(")]
    [InlineData(":lang(en)", 0, ":lang(")]
    [InlineData("p::before", 1, "::before")]
    [InlineData("a::slotted(b)", 1, "::slotted(")]
    [InlineData("svg|a", 0, "svg|")]
    [InlineData("|a", 0, "|")]
    [InlineData("a |", 2, "|")]
    [InlineData("a |b", 2, "|")]
    [InlineData("[a] || b", 4, "||")]
    [InlineData("a > svg|*", 4, "svg|")]
    [InlineData("[*|a]", 1, "*")]
    [InlineData("[|a]", 1, "|")]
    [InlineData("[xlink|href]", 1, "xlink|")]
    [InlineData("a || b", 2, "||")]
    [InlineData("& a", 0, "&")]
    [InlineData(":what", 0, ":what")]
    public void What_a_stream_cannot_answer_is_refused_with_the_part(string selector, int position, string part)
    {
        Assert.Null(SelectorProgram.Compile([selector], out var error));
        Assert.Equal((SelectorRefusal.Unsupported, position, part), (error!.Kind, error.Position, error.Part));
        Assert.NotEmpty(error.Reason);
    }

    [Fact]
    public void A_refusal_says_what_where_and_why()
    {
        var refused = Assert.Throws<HtmlSelectorException>(
            () => new HtmlRewriterBuilder().OnElement("ul > li:last-child", static _ => { }).Build());
        Assert.True(refused.IsUnsupported);
        Assert.Equal(
            "The selector 'ul > li:last-child' is not supported at character 8, ':last-child': "
            + "it depends on siblings that come later, and the start tag has to leave before them.",
            refused.Message);
    }

    [Fact]
    public void Bounds_are_kept()
    {
        Assert.NotNull(SelectorProgram.Compile([Nested(SelectorLimits.Nesting)], out _));
        Assert.Null(SelectorProgram.Compile([Nested(SelectorLimits.Nesting + 1)], out var tooDeep));
        Assert.Null(SelectorProgram.Compile([new string('a', SelectorLimits.Length + 1)], out var tooLong));
        Assert.Null(SelectorProgram.Compile([.. Enumerable.Repeat("a", SelectorLimits.Count + 1)], out var tooMany));
        Assert.All([tooDeep, tooLong, tooMany], static error => Assert.Equal(SelectorRefusal.TooLarge, error!.Kind));

        static string Nested(int depth) =>
            string.Concat(Enumerable.Repeat(":not(", depth)) + "a" + new string(')', depth);
    }
}
