using System.Buffers;
using System.Text;
using Gatehouse.Html.Tests.Support;

namespace Gatehouse.Html.Tests;

/// <summary>What is decided leaves with its chunk; only what could still turn out to be the place is kept.</summary>
public sealed class LatencyTests
{
    [Theory]
    [InlineData("<!DOCTYPE html>", "")]
    [InlineData("<!DOCTYPE ht", "<!DOCTYPE ht")]
    [InlineData("<html>\n", "")]
    [InlineData("<html>\n<", "<")]
    [InlineData("<html>&#32;", "")]
    [InlineData("<html>&#32", "&#32")]
    [InlineData("<html>\n&NewL", "&NewL")]
    [InlineData("<html>\n<!-", "<!-")]
    [InlineData("<html><!-- a long comment", "")]
    [InlineData("<html><!-- a long comment --", "")]
    [InlineData("<html><?php a", "")]
    [InlineData("<head><title>half a ti", "")]
    [InlineData("<head><title>half a </tit", "</tit")]
    [InlineData("<head><title>half a <b", "")]
    [InlineData("<head><script>if (a <", "<")]
    [InlineData("<head><script><!-- <script> <", "")]
    [InlineData("<head><style>a{}\n", "")]
    [InlineData("<head><meta name=a content='b", "<meta name=a content='b")]
    [InlineData("<head><template><p>x", "")]
    [InlineData("\u00EF\u00BB", "\u00EF\u00BB")]
    public void Only_an_undecided_tail_is_kept(string chunk, string tail)
    {
        var output = new ArrayBufferWriter<byte>();
        using var injector = new HeadInjector(new HeadInjectorOptions { Position = HeadPosition.End }, new FixedContent("|"));
        injector.Write(Encoding.Latin1.GetBytes(chunk), output);

        Assert.Equal(chunk[..^tail.Length], Encoding.Latin1.GetString(output.WrittenSpan));
        Assert.Equal(tail.Length, injector.BytesHeld);
        Assert.False(injector.IsPassThrough);
    }

    [Theory]
    [InlineData("<title></tit", "<b")]
    [InlineData("<title></tit", "</b")]
    [InlineData("<title></tit", "x and more")]
    [InlineData("<html><", "!-- c")]
    [InlineData("<template><svg><![CDATA[]]", "] x")]
    [InlineData("<head>&#3", "2; \n")]
    public void What_turns_out_to_be_text_leaves_at_once(string first, string second)
    {
        var output = new ArrayBufferWriter<byte>();
        using var injector = new HeadInjector(new HeadInjectorOptions { Position = HeadPosition.End }, new FixedContent("|"));
        injector.Write(Encoding.Latin1.GetBytes(first), output);
        Assert.NotEqual(0, injector.BytesHeld);
        injector.Write(Encoding.Latin1.GetBytes(second), output);

        Assert.Equal(first + second, Encoding.Latin1.GetString(output.WrittenSpan));
        Assert.False(injector.IsPassThrough);
    }

    [Theory]
    [InlineData("<head></head", ">")]
    [InlineData("<p", ">")]
    [InlineData("", "x")]
    public void With_the_byte_that_decides_everything_leaves(string first, string second)
    {
        var output = new ArrayBufferWriter<byte>();
        using var injector = new HeadInjector(new HeadInjectorOptions { Position = HeadPosition.End }, new FixedContent("|"));
        injector.Write(Encoding.Latin1.GetBytes(first), output);
        Assert.False(injector.IsPassThrough);
        injector.Write(Encoding.Latin1.GetBytes(second), output);
        Assert.True(injector.IsPassThrough);
        Assert.Equal(first.Length + second.Length + 1, output.WrittenCount);

        injector.Write("<title>"u8, output);
        Assert.Equal(0, injector.BytesHeld);
    }
}
