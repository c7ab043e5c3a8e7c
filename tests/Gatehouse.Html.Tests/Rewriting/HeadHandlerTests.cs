using System.Buffers;
using System.Text;
using Gatehouse.Html.Tests.Support;

namespace Gatehouse.Html.Tests.Rewriting;

public sealed class HeadHandlerTests
{
    private static readonly InHead AtStart = new(HeadPosition.Start);
    private static readonly InHead AtEnd = new(HeadPosition.End);

    [Theory]
    [InlineData("<!DOCTYPE html><html><head><title>t</title></head>", "<!DOCTYPE html><html><head>|<title>t</title></head>")]
    [InlineData("\u00EF\u00BB\u00BF \n<!--c--><html ><title>t</title>", "\u00EF\u00BB\u00BF \n<!--c--><html >|<title>t</title>")]
    [InlineData("<html>\n<!-- c -->\n<body>", "<html>\n<!-- c -->\n|<body>")]
    [InlineData("<!DOCTYPE html>  text", "<!DOCTYPE html>  |text")]
    [InlineData("<head\n class='>'>x", "<head\n class='>'>|x")]
    [InlineData("<!-- <head> --><p>", "<!-- <head> -->|<p>")]
    [InlineData("</p></b></head>x", "</p></b>|</head>x")]
    [InlineData("</br>", "|</br>")]
    [InlineData("<html>\0<title>t</title>", "<html>|\0<title>t</title>")]
    public void At_the_start_content_goes_behind_the_tag_or_before_what_implies_the_head(string document, string expected) =>
        Assert.Equal(expected, Injection.Of(document, AtStart, "|").Text);

    [Theory]
    [InlineData("<html><head><title></head></title></head>", "<html><head><title></head></title>|</head>")]
    [InlineData("<title>t</title>\n text", "<title>t</title>\n |text")]
    [InlineData("<head></p><head></title></HEAD\n>", "<head></p><head></title>|</HEAD\n>")]
    [InlineData("<head><svg><title>", "<head>|<svg><title>")]
    [InlineData("<head><template></head><template></template></template><body>", "<head><template></head><template></template></template>|<body>")]
    [InlineData("<script>'</head>'</script><!-- </head> --><frameset>", "<script>'</head>'</script><!-- </head> -->|<frameset>")]
    [InlineData("<template><div><frameset><math><script></template></head>", "<template><div><frameset><math><script></template>|</head>")]
    [InlineData("<template><select><select><math></template></head>", "<template><select><select><math></template>|</head>")]
    [InlineData("<head>\0</head>", "<head>|\0</head>")]
    [InlineData("<head></br>", "<head>|</br>")]
    [InlineData("<head>&#32;&#x0D&Tab;&NewLine; &#00000012;</head>", "<head>&#32;&#x0D&Tab;&NewLine; &#00000012;|</head>")]
    [InlineData("<head>&#33;</head>", "<head>|&#33;</head>")]
    [InlineData("<head>&Tab</head>", "<head>|&Tab</head>")]
    [InlineData("<head>&#</head>", "<head>|&#</head>")]
    [InlineData("<head>&#xC0;</head>", "<head>|&#xC0;</head>")]
    public void At_the_end_content_goes_before_what_closes_the_head(string document, string expected) =>
        Assert.Equal(expected, Injection.Of(document, AtEnd, "|").Text);

    [Theory]
    [InlineData("", "|")]
    [InlineData(" <!-- c --> ", " <!-- c --> |")]
    [InlineData("<html><head><title>t</title>", "<html><head><title>t</title>|")]
    [InlineData("<head><meta name=", "<head>|<meta name=")]
    [InlineData("<head>&#32", "<head>&#32|")]
    [InlineData("<head>&NewLine", "<head>|&NewLine")]
    [InlineData("<head><", "<head>|<")]
    [InlineData("<head></", "<head>|</")]
    [InlineData("<html><\0", "<html>|<\0")]
    [InlineData("\u00EF\u00BB", "|\u00EF\u00BB")]
    public void At_the_end_of_the_file_content_goes_before_what_browsers_drop(string document, string expected)
    {
        var injection = Injection.Of(document, AtEnd, "|");
        Assert.Equal((HeadOutcome.Found, expected), (injection.Outcome, injection.Text));
    }

    [Theory]
    [InlineData("<head><title>t")]
    [InlineData("<head><script>s</script")]
    [InlineData("<head><!-- c --")]
    [InlineData("<!doctype html")]
    [InlineData("<!")]
    [InlineData("<?xml")]
    [InlineData("<template>")]
    [InlineData("<template><select><title></template><p>")]
    [InlineData("<template><div><select><tr><svg></template><p>")]
    [InlineData("<template><frameset><template></template>")]
    public void Where_content_would_become_part_of_something_else_the_page_is_left_alone(string document)
    {
        var injection = Injection.Of(document, AtEnd);
        Assert.Equal((HeadOutcome.NoPlace, document, 0), (injection.Outcome, injection.Text, injection.Content.Asked));
    }

    [Fact]
    public void Only_what_follows_a_closed_head_may_stand_behind_the_content()
    {
        // The standard moves elements of the head that come after its end tag into it (13.2.6.4.6).
        var injection = Injection.Of("<head></head><title>t</title>", AtEnd);
        var head = Oracle.Parse(injection.Text).Head!;
        Assert.True(Oracle.IsMarker(head.FirstChild));
        Assert.Equal("title", head.LastElementChild!.LocalName);
    }

    [Theory]
    [InlineData("<p>part</p>", HeadPosition.End)]
    [InlineData("<p>part</p>", HeadPosition.Start)]
    [InlineData("<script>s</script><style></style><p><title>", HeadPosition.Start)]
    [InlineData("<template><link rel=x></template>", HeadPosition.Start)]
    [InlineData("<!-- c --> text", HeadPosition.End)]
    [InlineData("{\"json\": true}", HeadPosition.Start)]
    [InlineData("</body></html>", HeadPosition.End)]
    [InlineData("", HeadPosition.End)]
    public void Parts_of_pages_are_left_alone_when_asked_to(string document, HeadPosition position)
    {
        var injection = Injection.Of(document, new InHead(position, LeavesFragments: true));
        Assert.Equal((HeadOutcome.Fragment, document, 0), (injection.Outcome, injection.Text, injection.Content.Asked));
    }

    [Theory]
    [InlineData("<!doctype html><p>", "<!doctype html>|<p>", "<!doctype html>|<p>")]
    [InlineData("<body>", "|<body>", "|<body>")]
    [InlineData("<script>s</script> <meta name=a>x", "|<script>s</script> <meta name=a>x", "<script>s</script> <meta name=a>|x")]
    [InlineData("<style></style><link>", "|<style></style><link>", "<style></style><link>|")]
    [InlineData("<title>t</title>", "|<title>t</title>", "<title>t</title>|")]
    public void Pages_are_known_by_what_only_pages_have(string document, string atStart, string atEnd)
    {
        Assert.Equal(atStart, Injection.Of(document, new InHead(HeadPosition.Start, LeavesFragments: true), "|").Text);
        Assert.Equal(atEnd, Injection.Of(document, new InHead(HeadPosition.End, LeavesFragments: true), "|").Text);
    }

    [Theory]
    [InlineData("\u00FE\u00FF\0<", null)]
    [InlineData("\u00FF\u00FE<\0", null)]
    [InlineData("<\0?\0x\0m\0l\0", null)]
    [InlineData("<p>", "utf-16le")]
    [InlineData("<p>", "ISO-2022-JP")]
    [InlineData("<p>", "hz-gb-2312")]
    [InlineData("<head><meta charset=iso-2022-jp></head>", null)]
    [InlineData("<head><meta http-equiv=Content-Type content='text/html; charset=csISO2022JP'></head>", null)]
    public void Encodings_that_are_not_ASCII_compatible_are_left_alone(string document, string? charset)
    {
        foreach (var position in Enum.GetValues<HeadPosition>())
        {
            var injection = Injection.Of(document, new InHead(position, Charset: charset));
            Assert.Equal((HeadOutcome.UnsupportedEncoding, document), (injection.Outcome, injection.Text));
        }
    }

    [Theory]
    [InlineData("<head><meta charset=utf-16></head>", null)]
    [InlineData("<head><meta charset=shift_jis></head>", null)]
    [InlineData("<head><meta charset=iso-2022-jp></head>", "utf-8")]
    [InlineData("\u00EF\u00BB\u00BF<head><meta charset=iso-2022-jp></head>", "iso-2022-jp")]
    public void The_strongest_declaration_counts(string document, string? charset) =>
        Assert.Equal(HeadOutcome.Found, Injection.Of(document, new InHead(HeadPosition.Start, Charset: charset)).Outcome);

    [Fact]
    public void A_late_declaration_in_the_head_counts_too()
    {
        var document = $"<head><style>{new string(' ', 2000)}</style><meta charset=iso-2022-jp></head>";
        Assert.Equal(HeadOutcome.UnsupportedEncoding, Injection.Of(document, AtEnd).Outcome);
    }

    [Fact]
    public void Policies_of_the_head_are_found_decoded_and_in_order()
    {
        var injection = Injection.Of(
            "<head><META HTTP-EQUIV=Content-Security-Policy CONTENT=\"script-src &#39;self&#x27; &apos;nonce-a&equals;&equals;&apos;\">"
            + "<template><meta http-equiv=content-security-policy content=template></template>"
            + "<noscript><meta http-equiv=content-security-policy content=noscript></noscript>"
            + "<!--<meta http-equiv=content-security-policy content=comment>-->"
            + "<meta http-equiv=content-security-policy content><meta http-equiv=content-security-policy>"
            + "<meta content='a&ampb&amp=c&nosuch;&#0;&#128;' content=second http-equiv='content&#45;security-policy'></head>"
            + "<meta http-equiv=content-security-policy content=behind>",
            AtEnd);

        Assert.Equal(
            ["script-src 'self' 'nonce-a=='", "a&ampb&amp=c&nosuch;\uFFFD\u20AC"], injection.Content.Policies);
    }

    [Theory]
    [InlineData("<head><title>t</title></head>x", "<head>[start]<title>t</title>[end]</head>x")]
    [InlineData(" text", " [start][end]text")]
    [InlineData("", "[start][end]")]
    public void Both_places_may_have_handlers(string document, string expected)
    {
        var builder = new HtmlRewriterBuilder()
            .OnHead(HeadPosition.End, static head => head.Append("[en"))
            .OnHead(HeadPosition.Start, static head => head.Append("[start]"))
            .OnHead(HeadPosition.End, static head => head.Append("d]"));
        Assert.Equal(expected, builder.Rewrite(document));
    }

    [Fact]
    public void Handlers_of_other_kinds_see_what_stands_around_the_places()
    {
        var seen = new List<string>();
        var builder = new HtmlRewriterBuilder()
            .OnElement("head", static head => { head.Prepend("(prepended)"); head.Append("(appended)"); })
            .OnElement("title, body", element => seen.Add(element.TagName))
            .OnHead(HeadPosition.Start, head => { seen.Add("start"); head.Append("(start)"); })
            .OnHead(HeadPosition.End, head => { seen.Add("end"); head.Append("(end)"); })
            .OnText(text => seen.Add($"'{text.Text}'"))
            .OnEnd(static end => end.Append("(all)"));

        Assert.Equal(
            "<head>(prepended)(start)<title></title> (end)(appended)</head><body>(all)",
            builder.Rewrite("<head><title></title> </head><body>"));
        Assert.Equal(["start", "title", "' '", "''", "end", "body"], seen);
    }

    [Fact]
    public void A_text_ends_where_the_place_is()
    {
        var seen = new List<string>();
        var builder = new HtmlRewriterBuilder()
            .OnHead(HeadPosition.End, head => { seen.Add("end"); head.Append("|"); })
            .OnText(text => seen.Add($"'{text.Text}'"));

        Assert.Equal("<title></title> &#32;|x &amp; y", builder.Rewrite("<title></title> &#32;x &amp; y"));
        Assert.Equal(["' &#32;'", "''", "end", "'x &amp; y'", "''"], seen);
    }

    [Fact]
    public async Task A_handler_may_be_awaited()
    {
        var program = new HtmlRewriterBuilder()
            .OnHead(HeadPosition.End, static async head =>
            {
                await Task.Yield();
                head.Append($"{head.IsWritten} {head.State}");
            })
            .Build();
        var output = new ArrayBufferWriter<byte>();
        using var rewriter = program.Open(output, null, "state");
        await rewriter.WriteAsync("<html><title></title><bo"u8.ToArray());
        await rewriter.WriteAsync("dy>"u8.ToArray());
        await rewriter.EndAsync();
        Assert.Equal("<html><title></title>False state<body>", Encoding.ASCII.GetString(output.WrittenSpan));
    }

    [Theory]
    [InlineData("\u00FE\u00FF\0<", null)]
    [InlineData("<p>", "utf-16le")]
    public void Without_grace_an_encoding_that_is_not_ASCII_compatible_throws(string document, string? encoding)
    {
        var program = new HtmlRewriterBuilder().OnElement("p", static _ => { }).Build();
        Assert.ThrowsAny<Exception>(() =>
        {
            using var rewriter = program.Open(new ArrayBufferWriter<byte>(), encoding);
            rewriter.Write(Encoding.Latin1.GetBytes(document));
        });
    }

    [Fact]
    public void In_graceful_mode_an_unknown_label_counts_as_none() =>
        Assert.Equal(HeadOutcome.UnsupportedEncoding, Injection.Of("<meta charset=iso-2022-jp>", AtEnd with { Charset = "nonsense" }).Outcome);

    [Fact]
    public void When_the_handler_throws_a_graceful_document_goes_on()
    {
        var program = new HtmlRewriterBuilder(new HtmlRewriterOptions { IsGraceful = true, LeavesFragments = true })
            .OnHead(HeadPosition.Start, static head =>
            {
                head.Append("half");
                if (head.State is null)
                {
                    throw new NotSupportedException("no content");
                }
            })
            .Build();
        foreach (var document in new[] { "<head></head><p>text", "<script></script><title></title><p>" })
        {
            var output = new ArrayBufferWriter<byte>();
            using var rewriter = program.Open(output);
            rewriter.Write(Encoding.ASCII.GetBytes(document[..8]));
            rewriter.Write(Encoding.ASCII.GetBytes(document[8..]));
            rewriter.End();

            Assert.Equal(document, Encoding.ASCII.GetString(output.WrittenSpan));
            Assert.Equal((HtmlTrouble.HandlerFailed, HeadOutcome.Pending), (rewriter.Trouble, rewriter.Head));
            Assert.IsType<NotSupportedException>(rewriter.HandlerException);
        }
    }

    [Fact]
    public void A_rewriter_from_the_pool_knows_nothing_of_the_document_before()
    {
        var how = AtStart with { LeavesFragments = true };
        foreach (var document in new[] { "<title>a", "<template>", "<!-- ", "<sc", "<p>", "<script></script>", "<meta charset=iso-2022-jp>" })
        {
            using var abandoned = how.Program.Open(new ArrayBufferWriter<byte>(), null, new FixedContent("|"));
            abandoned.Write(Encoding.ASCII.GetBytes(document));
        }

        Assert.Equal("<head>|</head>", Injection.Of("<head></head>", how, "|").Text);
        Assert.Equal("<p>", Injection.Of("<p>", how, "|").Text);
    }
}
