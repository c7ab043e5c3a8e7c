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
        using var rewriter = new InHead(HeadPosition.End).Program.Open(output, null, new FixedContent("|"));
        rewriter.Write(Encoding.Latin1.GetBytes(chunk));

        Assert.Equal(chunk[..^tail.Length], Encoding.Latin1.GetString(output.WrittenSpan));
        Assert.Equal(tail.Length, rewriter.BytesHeld);
        Assert.False(rewriter.IsPassThrough);
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
        using var rewriter = new InHead(HeadPosition.End).Program.Open(output, null, new FixedContent("|"));
        rewriter.Write(Encoding.Latin1.GetBytes(first));
        Assert.NotEqual(0, rewriter.BytesHeld);
        rewriter.Write(Encoding.Latin1.GetBytes(second));

        Assert.Equal(first + second, Encoding.Latin1.GetString(output.WrittenSpan));
        Assert.False(rewriter.IsPassThrough);
    }

    [Theory]
    [InlineData("<head></head", ">")]
    [InlineData("<p", ">")]
    [InlineData("", "x")]
    public void With_the_byte_that_decides_everything_leaves(string first, string second)
    {
        var output = new ArrayBufferWriter<byte>();
        using var rewriter = new InHead(HeadPosition.End).Program.Open(output, null, new FixedContent("|"));
        rewriter.Write(Encoding.Latin1.GetBytes(first));
        Assert.False(rewriter.IsPassThrough);
        rewriter.Write(Encoding.Latin1.GetBytes(second));
        Assert.True(rewriter.IsPassThrough);
        Assert.Equal(first.Length + second.Length + 1, output.WrittenCount);

        rewriter.Write("<title>"u8);
        Assert.Equal(0, rewriter.BytesHeld);
    }
}
