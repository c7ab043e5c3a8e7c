using System.Buffers;
using System.Text;

namespace Gatehouse.Html.Tests.Support;

/// <summary>One document with content put into its head.</summary>
internal sealed record Injection(byte[] Output, HeadOutcome Outcome, HtmlTrouble Trouble, FixedContent Content)
{
    public const string Marker = "<script data-gh></script>";

    public string Text => Encoding.Latin1.GetString(Output);

    /// <summary>How many bytes went out before the marker; -1: it was not put in.</summary>
    public int Place => Output.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Marker));

    public static Injection Of(string document, InHead how, string content = Marker) =>
        Of(Encoding.Latin1.GetBytes(document), how, static length => [length], content);

    public static Injection Of(byte[] document, InHead how, Func<int, IEnumerable<int>> sizes, string content = Marker)
    {
        var output = new ArrayBufferWriter<byte>();
        var asked = new FixedContent(content);
        using var rewriter = how.Program.Open(output, how.Charset, asked);
        foreach (var chunk in Cuts.Cut(document, sizes(document.Length)))
        {
            rewriter.Write(chunk.Span);
        }

        rewriter.End();
        Assert.Equal(0, rewriter.BytesHeld);
        return new Injection(output.WrittenSpan.ToArray(), rewriter.Head, rewriter.Trouble, asked);
    }
}
