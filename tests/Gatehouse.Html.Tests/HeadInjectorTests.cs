using System.Buffers;
using System.Text;
using Gatehouse.Html.Tests.Support;

namespace Gatehouse.Html.Tests;

public sealed class HeadInjectorTests
{
    private static readonly HeadInjectorOptions AtStart = new() { Position = HeadPosition.Start };
    private static readonly HeadInjectorOptions AtEnd = new() { Position = HeadPosition.End };

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
        Assert.Equal((HeadOutcome.Injected, expected), (injection.Outcome, injection.Text));
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
        var injection = Injection.Of(document, new HeadInjectorOptions { Position = position, LeaveFragments = true });
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
        Assert.Equal(atStart, Injection.Of(document, new HeadInjectorOptions { LeaveFragments = true }, "|").Text);
        Assert.Equal(atEnd, Injection.Of(document, new HeadInjectorOptions { Position = HeadPosition.End, LeaveFragments = true }, "|").Text);
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
            var injection = Injection.Of(document, new HeadInjectorOptions { Position = position, Charset = charset });
            Assert.Equal((HeadOutcome.UnsupportedEncoding, document), (injection.Outcome, injection.Text));
        }
    }

    [Theory]
    [InlineData("<head><meta charset=utf-16></head>", null)]
    [InlineData("<head><meta charset=shift_jis></head>", null)]
    [InlineData("<head><meta charset=iso-2022-jp></head>", "utf-8")]
    [InlineData("\u00EF\u00BB\u00BF<head><meta charset=iso-2022-jp></head>", "iso-2022-jp")]
    public void The_strongest_declaration_counts(string document, string? charset) =>
        Assert.Equal(HeadOutcome.Injected, Injection.Of(document, new HeadInjectorOptions { Charset = charset }).Outcome);

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
            ["script-src 'self' 'nonce-a=='", "a&ampb&amp=c&nosuch;\uFFFD\u20AC"], injection.Content.Findings.ContentSecurityPolicies);
    }

    [Fact]
    public void Empty_content_declines()
    {
        var injection = Injection.Of("<head></head>", AtEnd, "");
        Assert.Equal((HeadOutcome.Declined, "<head></head>", 1), (injection.Outcome, injection.Text, injection.Content.Asked));
    }

    [Fact]
    public void When_the_content_throws_the_page_goes_on()
    {
        var output = new ArrayBufferWriter<byte>();
        using var injector = new HeadInjector(AtEnd, new ThrowingContent());
        injector.Write("<head></he"u8, output);
        Assert.Throws<NotSupportedException>(() => injector.Write("ad><p>"u8, output));
        injector.Write("text"u8, output);
        injector.Complete(output);

        Assert.Equal("<head></head><p>text", Encoding.ASCII.GetString(output.WrittenSpan));
        Assert.Equal(HeadOutcome.Declined, injector.Outcome);
    }

    [Fact]
    public void An_injector_can_be_used_for_one_document_after_another()
    {
        using var injector = new HeadInjector(AtEnd, new FixedContent("|"));
        foreach (var document in new[] { "<title>a", "<template>", "<!-- ", "<sc", "<p>" })
        {
            injector.Write(Encoding.ASCII.GetBytes(document), new ArrayBufferWriter<byte>());
            injector.Reset(new FixedContent("|"));
        }

        var output = new ArrayBufferWriter<byte>();
        injector.Write("<head></head>"u8, output);
        injector.Complete(output);
        Assert.Equal("<head>|</head>", Encoding.ASCII.GetString(output.WrittenSpan));
        Assert.Throws<InvalidOperationException>(() => injector.Write("x"u8, output));
    }
}
