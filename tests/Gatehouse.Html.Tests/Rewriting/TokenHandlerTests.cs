using System.Buffers;
using System.Text;
using Gatehouse.Html.Tests.Support;

namespace Gatehouse.Html.Tests.Rewriting;

public sealed class TokenHandlerTests
{
    [Fact]
    public void Text_comes_in_the_pieces_of_the_document_and_an_empty_last_one()
    {
        var chunks = new List<string>();
        var program = new HtmlRewriterBuilder().OnText(text => chunks.Add(text.Text + (text.IsLastInNode ? "." : ""))).Build();
        program.Rewrite("ab<b>c<1d</b><!--e-->f"u8.ToArray(), static _ => [1, 7, 14]);
        Assert.Equal(["a", "b", ".", "c<1", "d", ".", "f", "."], chunks);
    }

    [Fact]
    public void Characters_are_not_cut()
    {
        var text = "é€😀日本";
        foreach (var label in new[] { "utf-8", "gb18030", "euc-jp", "shift_jis", "big5", "euc-kr", "gbk", "koi8-r", "iso-8859-16", "x-user-defined" })
        {
            Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
            var encoded = label switch
            {
                "utf-8" => Encoding.UTF8.GetBytes(text),
                "gb18030" => Encoding.GetEncoding(54936).GetBytes(text),
                "euc-jp" => Encoding.GetEncoding(51932).GetBytes("日本ァ"),
                "shift_jis" => Encoding.GetEncoding(932).GetBytes("表示ァ"),
                "big5" => Encoding.GetEncoding(950).GetBytes("功蓋"),
                "euc-kr" => Encoding.GetEncoding(949).GetBytes("한국"),
                "gbk" => Encoding.GetEncoding(936).GetBytes("中文"),
                _ => [0xE9, 0xC0, 0xFF],
            };
            byte[] document = [.. "<p>"u8, .. encoded, .. "x</p>"u8];
            var whole = Read(document, static length => [length]);
            var pieces = Read(document, static length => Enumerable.Repeat(1, length));
            Assert.Equal(whole, pieces);
            Assert.DoesNotContain('\uFFFD', whole);

            string Read(byte[] bytes, Func<int, IEnumerable<int>> sizes)
            {
                var seen = new StringBuilder();
                var output = new HtmlRewriterBuilder(new HtmlRewriterOptions { Encoding = label })
                    .OnText(chunk => seen.Append(chunk.Text)).Build().Rewrite(bytes, sizes);
                Assert.Equal(bytes, output);
                return seen.ToString();
            }
        }
    }

    /// <summary>Half a character before a tag that is cut was read again, and with it the start of the tag (found by fuzzing).</summary>
    [Theory]
    [InlineData("é<", "p>x</p>")]
    [InlineData("é</", "p>x")]
    [InlineData("é<p", ">x")]
    public void Half_a_character_before_markup_does_not_wait(string first, string second)
    {
        byte[] start = [0xC3, .. Encoding.ASCII.GetBytes(first[1..])];
        byte[] document = [.. start, .. Encoding.ASCII.GetBytes(second)];
        var program = new HtmlRewriterBuilder()
            .OnText(static text => { if (text.IsLastInNode) { text.After("6"); } })
            .OnElement("*", static element => element.Before("1")).Build();
        Assert.Equal(program.Rewrite(document, static length => [length]), program.Rewrite(document, _ => [start.Length, document.Length - start.Length]));
        Assert.Equal(program.Rewrite(document, static length => [length]), program.Rewrite(document, static length => Enumerable.Repeat(1, length)));
    }

    [Fact]
    public void Text_handlers_see_the_text_of_matched_elements_at_any_depth()
    {
        var seen = new List<string>();
        new HtmlRewriterBuilder()
            .OnText("div", text => seen.Add(text.Text))
            .Rewrite("a<div>b<p>c</p><div>d</div></div>e");
        Assert.Equal(["b", "", "c", "", "d", ""], seen);
    }

    [Fact]
    public void Text_is_changed_where_it_stands() => Assert.Equal(
        "<p>[X&lt;]</p>(b)",
        new HtmlRewriterBuilder()
            .OnText("p", static text => { if (!text.IsLastInNode) { text.Replace("X<"); text.Before("["); text.After("]"); } })
            .OnText(static text => { if (text.Text == "b") { text.Before("("); text.After(")"); } })
            .Rewrite("<p>a</p>b"));

    [Fact]
    public void Comments_are_changed_where_they_stand() => Assert.Equal(
        "<!--A--><p><!--b!--></p>[<!--C-->]<!--? -->",
        new HtmlRewriterBuilder()
            .OnComment("p", static comment => comment.Text += "!")
            .OnComment(static comment =>
            {
                switch (comment.Text)
                {
                    case "a":
                        comment.Text = "A";
                        break;
                    case "c":
                        comment.Before("[");
                        comment.Replace("<!--C-->", HtmlContent.Html);
                        comment.After("]");
                        break;
                    case "?x?":
                        comment.Text = "? ";
                        break;
                    case "gone":
                        comment.Remove();
                        break;
                }
            })
            .Rewrite("<!a><p><!--b--></p><!--c--><?x?><!--gone-->"));

    [Theory]
    [InlineData("-->")]
    [InlineData(">")]
    [InlineData("->")]
    [InlineData("a--!>")]
    public void A_comment_cannot_be_ended_by_its_text(string text) => Assert.Equal(
        "<!--x-->",
        new HtmlRewriterBuilder().OnComment(comment => Assert.Throws<ArgumentException>(() => comment.Text = text)).Rewrite("<!--x-->"));

    [Fact]
    public void Doctypes_are_read_and_removed()
    {
        var seen = new List<string?>();
        var output = new HtmlRewriterBuilder()
            .OnDoctype(doctype =>
            {
                seen.AddRange([doctype.Name, doctype.PublicId, doctype.SystemId]);
                doctype.Remove();
            })
            .Rewrite("<!DOCTYPE HTML PUBLIC \"a\" 'b'>x<!doctype><!doctype html system \"c\">");
        Assert.Equal(["html", "a", "b", null, null, null, "html", null, "c"], seen);
        Assert.Equal("x", output);
    }

    [Fact]
    public void Content_at_the_end_comes_last() => Assert.Equal(
        "<p>x12", new HtmlRewriterBuilder().OnElement("p", static p => p.Append("1")).OnEnd(static end => end.Append("2")).Rewrite("<p>x"));

    [Fact]
    public void A_byte_order_mark_is_no_text()
    {
        var seen = "";
        Assert.Equal("\uFEFFa", new HtmlRewriterBuilder().OnText(text => seen += text.Text).Rewrite("\uFEFFa"));
        Assert.Equal("a", seen);
    }

    [Fact]
    public void Output_can_go_to_a_delegate()
    {
        var output = new ArrayBufferWriter<byte>();
        using var rewriter = new HtmlRewriterBuilder().OnElement("p", static p => p.Append("1")).Build().Open(bytes => output.Write(bytes));
        rewriter.Write("<p>x</p>"u8);
        rewriter.End();
        Assert.Equal("<p>x1</p>", Encoding.UTF8.GetString(output.WrittenSpan));
    }
}
