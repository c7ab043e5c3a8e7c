using Gatehouse.Html.Tests.Support;

namespace Gatehouse.Html.Tests.Rewriting;

public sealed class ElementHandlerTests
{
    public static TheoryData<string, string, Action<HtmlElement>, string> Changes => new()
    {
        { "before and after keep the order of HTMLRewriter", "<p>x</p>", static e => { e.Before("1"); e.Before("2"); e.After("3"); e.After("4"); }, "12<p>x</p>43" },
        { "prepend and append too", "<p>x</p>", static e => { e.Prepend("1"); e.Prepend("2"); e.Append("3"); e.Append("4"); }, "<p>21x34</p>" },
        { "text is escaped", "<p>x</p>", static e => e.Append("<&>\"'"), "<p>x&lt;&amp;&gt;\"'</p>" },
        { "HTML is not", "<p>x</p>", static e => e.Append("<b>&amp;</b>", HtmlContent.Html), "<p>x<b>&amp;</b></p>" },
        { "inner content takes the place of all that was there", "<p>x<b>y</b></p>", static e => { e.Prepend("0"); e.Append("9"); e.SetInnerContent("1"); e.Append("2"); }, "<p>12</p>" },
        { "replace", "a<p>x</p>b", static e => { e.Before("1"); e.Replace("2"); e.Replace("3"); e.After("4"); }, "a134b" },
        { "remove", "a<p>x<br></p>b", static e => { e.Before("1"); e.Remove(); e.After("2"); }, "a12b" },
        { "remove and keep content", "a<p>x</p>b", static e => e.RemoveAndKeepContent(), "axb" },
        { "a new name", "<P a=b>x</P >", static e => e.TagName = "div", "<div a=b>x</div>" },
        { "a void element has no content", "<br>x", static e => { e.Prepend("1"); e.Append("2"); e.SetInnerContent("3"); e.After("4"); }, "<br>4x" },
        { "an element that nobody closes ends with the document", "<p>x", static e => { e.Append("1"); e.After("2"); }, "<p>x12" },
        { "an implied end is where the next begins", "<ul><li>a<li>b</ul>", static e => { if (e.TagName == "li") { e.Append("!"); } }, "<ul><li>a!<li>b!</ul>" },
        { "a renamed element gets the end tag that it needs now", "<ul><li>a<li>b</ul>", static e => { if (e.TagName == "li") { e.TagName = "x-i"; } }, "<ul><x-i>a</x-i><x-i>b</x-i></ul>" },
        { "the end of a document is before a tag that is cut off", "<p>x</p", static e => e.Append("!"), "<p>x!</p" },
        { "a removed element takes no end tag of others along", "<div><span>x</div>y", static e => { if (e.TagName == "span") { e.Remove(); } }, "<div></div>y" },
        { "text of a script is no markup", "<script><p></script>", static e => e.Append(";", HtmlContent.Html), "<script><p>;</script>" },
        { "a self-closed foreign element has no content", "<svg><g/>x</svg>", static e => e.Append("!"), "<svg><g/>x!</svg>" },
        { "a second head is no element", "<head></head><svg><head></head></svg>", static e => { if (e.TagName == "head") { e.Append("!"); } }, "<head>!</head><svg><head></head></svg>" },
        { "what nobody closed ends before the body does", "<body><div>x</body></html>", static e => e.Append(e.TagName), "<body><div>xdivbody</body></html>" },
        { "misnested formatting ends, the block in it goes on", "<b><p>1</b>2</p>", static e => e.Append(e.TagName), "<b><p>1b</b>2p</p>" },
    };

    public static TheoryData<string, Action<HtmlElement>, string> Attributes => new()
    {
        { "<a  HREF = 'x'  b c=d>", static e => e.SetAttribute("e", "f"), "<a HREF = 'x' b c=d e=\"f\">" },
        { "<a HREF='x' b>", static e => e.SetAttribute("href", "a\"b&amp;"), "<a HREF=\"a&quot;b&amp;\" b>" },
        { "<a b=1 c B=2 d>", static e => e.RemoveAttribute("b"), "<a c d>" },
        { "<a b b=2 É=1 c b>", static e => { e.RemoveAttribute("B"); e.SetAttribute("É", "2"); }, "<a É=\"2\" c>" },
        { "<a  b=1  c>", static e => e.RemoveAttribute("x"), "<a  b=1  c>" },
        { "<a b=1/>", static e => e.SetAttribute("c", ""), "<a b=1/ c=\"\">" },
        { "<a b/>", static e => e.SetAttribute("c", ""), "<a b c=\"\" />" },
        { "<a b= >", static e => e.SetAttribute("c", ""), "<a b c=\"\">" },
        { "<a =b>", static e => e.SetAttribute("C", "é"), "<a =b c=\"é\">" },
        { "<a b=\"1\"c='2'>", static e => e.SetAttribute("d", "3"), "<a b=\"1\" c='2' d=\"3\">" },
        { "<a b=1>", static e => { e.SetAttribute("b", "2"); e.RemoveAttribute("B"); e.SetAttribute("b", "3"); }, "<a b=\"3\">" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void Elements_are_changed(string what, string document, Action<HtmlElement> handler, string expected) =>
        Assert.Equal((what, expected), (what, new HtmlRewriterBuilder().OnElement("*", handler).Rewrite(document)));

    [Theory]
    [MemberData(nameof(Attributes))]
    public void Attributes_are_changed_and_others_kept_as_they_stand(string document, Action<HtmlElement> handler, string expected) =>
        Assert.Equal(expected, new HtmlRewriterBuilder().OnElement("a", handler).Rewrite(document));

    [Fact]
    public void Attributes_are_read_as_they_stand_in_the_source()
    {
        new HtmlRewriterBuilder().OnElement("a", static element =>
        {
            Assert.Equal("&amp;1", element.GetAttribute("HREF"));
            Assert.Null(element.GetAttribute("x"));
            Assert.True(element.HasAttribute("B"));
            Assert.Equal(
                [KeyValuePair.Create("href", "&amp;1"), KeyValuePair.Create("b", ""), KeyValuePair.Create("href", "2")], element.Attributes);
        }).Rewrite("<A href='&amp;1' b HREF=2>");
    }

    [Fact]
    public void Handlers_see_what_earlier_ones_did_but_are_matched_with_the_tag_as_it_came()
    {
        var seen = new List<string>();
        var output = new HtmlRewriterBuilder()
            .OnElement("b", static element => { element.TagName = "i"; element.SetAttribute("x", "1"); })
            .OnElement("b", element => seen.Add(element.TagName + element.GetAttribute("x")))
            .OnElement("i", static element => element.Remove())
            .Rewrite("<b>t</b>");
        Assert.Equal(["i1"], seen);
        Assert.Equal("<i x=\"1\">t</i>", output);
    }

    [Fact]
    public void Handlers_within_removed_content_are_called_and_put_in_nothing()
    {
        var seen = new List<string>();
        var output = new HtmlRewriterBuilder()
            .OnElement("div", static element => element.Remove())
            .OnElement("b", element =>
            {
                seen.Add(element.TagName);
                element.Before("1");
                element.After("2");
                element.OnEndTag(end => seen.Add("/" + end.Name));
            })
            .OnText(static text => text.After("3"))
            .Rewrite("a<div>x<b>y</b></div>b");
        Assert.Equal(["b", "/b"], seen);
        Assert.Equal("a3b3", output.Replace("33", "3", StringComparison.Ordinal));
    }

    [Fact]
    public void End_tag_handlers_change_end_tags_that_are_there()
    {
        var output = new HtmlRewriterBuilder()
            .OnElement("*", static element =>
            {
                element.Append("1");
                element.After("4");
                element.OnEndTag(static end => { end.Before("2"); end.After("3"); });
                element.OnEndTag(static end => end.Name = "q");
            })
            .Rewrite("<p>x</P ><li>y");
        Assert.Equal("<p>x12</q>34<li>y14", output);
    }

    [Fact]
    public void A_removed_end_tag_leaves_its_element_open() => Assert.Equal(
        "<p>x", new HtmlRewriterBuilder().OnElement("p", static e => e.OnEndTag(static end => end.Remove())).Rewrite("<p>x</p>"));

    [Theory]
    [InlineData("")]
    [InlineData("1a")]
    [InlineData("a b")]
    [InlineData("a>")]
    [InlineData("a/")]
    public void Names_that_would_be_read_as_something_else_are_refused(string name)
    {
        var builder = new HtmlRewriterBuilder().OnElement("a", element =>
        {
            Assert.ThrowsAny<ArgumentException>(() => element.TagName = name);
            if (name != "1a")
            {
                Assert.ThrowsAny<ArgumentException>(() => element.SetAttribute(name, ""));
            }
        });
        Assert.Equal("<a>", builder.Rewrite("<a>"));
    }

    [Fact]
    public void A_unit_is_of_no_use_behind_its_handler()
    {
        HtmlElement? kept = null;
        new HtmlRewriterBuilder().OnElement("a", element => kept = element).Rewrite("<a>");
        Assert.Throws<InvalidOperationException>(() => kept!.Before("x"));
        Assert.Throws<InvalidOperationException>(() => kept!.TagName);
    }

    [Theory]
    [InlineData("<a b c=d e = 'f'  g=\"h\" / i= >")]
    [InlineData("<a =b ==c /d/e=f/ g=>")]
    [InlineData("<a\nB=1\tb=2 \u00E9=\u00E9>")]
    [InlineData("<a/>")]
    public void Attributes_are_the_same_whether_a_selector_has_read_them_or_not(string tag)
    {
        Assert.Equal(Of("a"), Of("a:not([nosuch])"));

        string Of(string selector)
        {
            var seen = "";
            var changed = new HtmlRewriterBuilder()
                .OnElement(selector, element =>
                {
                    seen = string.Join(',', element.Attributes);
                    element.SetAttribute("b", "new");
                    element.RemoveAttribute("c");
                })
                .Rewrite(tag);
            return seen + changed;
        }
    }
}
