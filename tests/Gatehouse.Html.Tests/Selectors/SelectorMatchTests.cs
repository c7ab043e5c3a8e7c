using System.Text;
using Gatehouse.Html.Tests.Support;

namespace Gatehouse.Html.Tests.Selectors;

/// <summary>What each kind of selector matches.</summary>
public sealed class SelectorMatchTests
{
    private const string Page =
        """
        <!DOCTYPE html><html n=0><head n=1></head><body n=2>
        <ul n=3 class="list  Main"><li n=4 class=a><li n=5 class="a b" id=x><li n=6 class=b></ul>
        <p n=7 lang=en-GB title="fish &amp; chips" TYPE=Text>t<b n=8></b><i n=9></i><b n=10 class=a></b></p>
        <input n=11 type=text data-x=''><p n=12 class='a	c' title="x">t</p>
        <svg n=13 class=a><g n=14 type=Text><foreignObject n=15><p n=16></p></foreignObject></g><g n='17'/></svg>
        </body></html>
        """;

    [Theory]
    [InlineData("*", "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17")]
    [InlineData("p", "7 12 16")]
    [InlineData("P, LI", "4 5 6 7 12 16")]
    [InlineData("*|p", "7 12 16")]
    [InlineData(".a", "4 5 10 12 13")]
    [InlineData(".A", "")]
    [InlineData(".Main.list", "3")]
    [InlineData("li.a.b", "5")]
    [InlineData("#x", "5")]
    [InlineData("#X", "")]
    [InlineData("[title]", "7 12")]
    [InlineData("[TITLE]", "7 12")]
    [InlineData("[ title = 'fish & chips' ]", "7")]
    [InlineData("[title='fish &amp; chips']", "")]
    [InlineData("[title~=chips]", "7")]
    [InlineData("[title~='fish chips']", "")]
    [InlineData("[title~='']", "")]
    [InlineData("[title^=fish][title$=chips][title*='h & c']", "7")]
    [InlineData("[title^=''], [title$=''], [title*='']", "")]
    [InlineData("[title^=FISH]", "")]
    [InlineData("[title^=FISH i]", "7")]
    [InlineData("[title*='H & C'I]", "7")]
    [InlineData("[lang|=en]", "7")]
    [InlineData("[lang|=EN-gb]", "7")]
    [InlineData("[lang|=e]", "")]
    [InlineData("[type=text]", "7 11")]
    [InlineData("[type=text s]", "11")]
    [InlineData("[type=text i]", "7 11 14")]
    [InlineData("[data-x='']", "11")]
    [InlineData("ul li", "4 5 6")]
    [InlineData("body li", "4 5 6")]
    [InlineData("body > li", "")]
    [InlineData("body > ul > li.b", "5 6")]
    [InlineData("li + li", "5 6")]
    [InlineData("li.b + li", "6")]
    [InlineData("li ~ .b", "5 6")]
    [InlineData("ul ~ p", "7 12")]
    [InlineData("ul + p > b ~ b", "10")]
    [InlineData("ul + p + p", "")]
    [InlineData("input + p", "12")]
    [InlineData("svg p", "16")]
    [InlineData("g + g", "17")]
    [InlineData("foreignobject > p", "16")]
    [InlineData("p *", "8 9 10")]
    [InlineData("p > *", "8 9 10")]
    [InlineData("b + *", "9")]
    [InlineData("b ~ *", "9 10")]
    [InlineData("p:not(.a)", "7 16")]
    [InlineData("p:not(.a, [title])", "16")]
    [InlineData("p:not(svg p)", "7 12")]
    [InlineData("p:not(:not(.a))", "12")]
    [InlineData(":is(ul, p) > .a", "4 5 10")]
    [InlineData(":where(b, i) + :where(b, i)", "9 10")]
    [InlineData(":is(ul > .a, p > .a)", "4 5 10")]
    [InlineData(":is(.a, .a, .b).b", "5 6")]
    [InlineData(":nth-child(2)", "2 5 7 9 17")]
    [InlineData("li:nth-child(odd)", "4 6")]
    [InlineData("li:nth-child( -n + 2 )", "4 5")]
    [InlineData("li:first-child", "4")]
    [InlineData("html:first-child", "0")]
    [InlineData("b:nth-of-type(2)", "10")]
    [InlineData("p > :nth-of-type(1)", "8 9")]
    [InlineData(":is(p, ul):first-of-type", "3 7 16")]
    [InlineData("li:nth-child(2 of .b)", "6")]
    [InlineData("body > :nth-child(2n of .a, .list, ul)", "12")]
    [InlineData(":nth-child(1 of ul > .b)", "5")]
    [InlineData(":root", "0")]
    [InlineData(":root > body > p", "7 12")]
    [InlineData(":not(:root *)", "0")]
    [InlineData("/* c */ ul/**/.list /* d */ > li/**/#x", "5")]
    [InlineData("\\70, #\\78 ", "5 7 12 16")]
    public void A_selector_matches(string selector, string elements) =>
        Assert.Equal(elements, Assert.Single(SelectorRun.Matches(Page, selector)));

    [Theory]
    [InlineData("[title='Grüße']", "1 2 3 4")]
    [InlineData("[title*='ü']", "1 2 3 4")]
    [InlineData(".größe", "5")]
    [InlineData("[größe]", "6")]
    [InlineData("x-ü", "7")]
    public void Text_beyond_ascii_is_compared_in_the_encoding_of_the_document(string selector, string elements)
    {
        const string Document =
            "<p n=1 title=Grüße><p n=2 title='Gr&uuml;&szlig;e'><p n=3 title='Gr&#252;&#xDF;e'><p n=4 title='Gr&uuml;ße'>"
            + "<p n=5 class='a größe'><p n=6 größe=1><x-ü n=7>";
        Assert.Equal(elements, Assert.Single(SelectorRun.Matches(Document, selector)));
        Assert.Equal(elements, Assert.Single(SelectorRun.Matches(Encoding.Latin1.GetBytes(Document), "windows-1252", selector)));
    }

    [Fact]
    public void A_trail_byte_is_not_the_letter_that_it_looks_like()
    {
        // In Shift_JIS U+8868 is the bytes 95 5C, and 5C alone is a reverse solidus.
        byte[] document = [.. "<p n=1 title='"u8, 0x95, 0x5C, .. "'>"u8];
        Assert.Equal(["", "1"], SelectorRun.Matches(document, "shift_jis", "[title*='\\5C']", "[title='\u8868']"));
    }

    [Fact]
    public void Values_are_compared_as_the_parser_hands_them_on() => Assert.Equal(
        ["1", "2", "3", "4"],
        SelectorRun.Matches(
            "<p n=1 title='a\r\nb'><p n=2 title='a\0b'><p n=3 title='&notit;&not;&amp=&NotEqualTilde;'><p n=4 title='&#128;&#0;'>",
            "[title='a\\a b']",
            "[title='a\uFFFDb']",
            "[title='&notit;\u00AC&amp=\u2242\u0338']",
            "[title='\u20AC\uFFFD']"));

    [Fact]
    public void Of_two_attributes_of_a_name_the_first_counts() =>
        Assert.Equal(["", "1"], SelectorRun.Matches("<p n=1 class=a CLASS=b>", ".b", ".a"));

    [Fact]
    public void A_selector_gone_with_its_element_comes_back_with_the_next() => Assert.Equal(
        ["2 5", "2 4 5", "2 3 5"],
        SelectorRun.Matches("<div n=1><p n=2><b n=3></b></p></div><p n=4></p><div n=6><p n=5></div>", "div > p", "p", "div *"));

    [Fact]
    public void Gates_inside_an_element_do_not_shut_those_around_it() => Assert.Equal(
        ["2 4 5", "5", "6"],
        SelectorRun.Matches(
            "<div n=1><p n=2></p><div n=3><p n=4></p></div><p n=5></p></div><p n=6></p>", "div > p", "div + p:nth-child(3)", "div + p:not(div *)"));
}
