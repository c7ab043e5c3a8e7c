using System.Buffers;
using Gatehouse.Html;

namespace Gatehouse.Fuzz;

/// <summary>Documents through rewriters that look at everything, or change a good deal.</summary>
internal static class RewriterCase
{
    private static readonly HtmlRewriterOptions Options = new() { MaxMemory = 1 << 24, IsGraceful = true };

    private static readonly HtmlRewriterProgram Looks = new HtmlRewriterBuilder(Options)
        .OnElement("*", static element => element.OnEndTag(static _ => { }))
        .OnElement("[class]", static element => _ = element.Attributes.Count)
        .OnText(static text => _ = text.Text)
        .OnText("p, li", static text => _ = text.IsLastInNode)
        .OnComment(static comment => _ = comment.Text)
        .OnDoctype(static doctype => _ = doctype.SystemId)
        .OnEnd(static _ => { })
        .Build();

    private static readonly HtmlRewriterProgram Changes = new HtmlRewriterBuilder(Options)
        .OnElement("*", static element => { element.Before("1"); element.Append("2"); element.After("3"); })
        .OnElement("[a]", static element => { element.SetAttribute("b", "4"); element.RemoveAttribute("c"); })
        .OnElement("b", static element => element.TagName = "q")
        .OnElement("i", static element => element.SetInnerContent("5"))
        .OnElement("p > a", static element => element.Remove())
        .OnElement("li:nth-child(2)", static element => element.RemoveAndKeepContent())
        .OnText(static text => { if (text.IsLastInNode) { text.After("6"); } })
        .OnComment(static comment => comment.Text = "7")
        .OnEnd(static end => end.Append("8"))
        .Build();

    public static ReadOnlySpan<byte> Unchanged(ReadOnlySpan<byte> data) => Rewrite(Looks, data, cut: true);

    public static ReadOnlySpan<byte> Changed(ReadOnlySpan<byte> data, bool cut) => Rewrite(Changes, data, cut);

    private static ReadOnlySpan<byte> Rewrite(HtmlRewriterProgram program, ReadOnlySpan<byte> data, bool cut)
    {
        var output = new ArrayBufferWriter<byte>();
        using var rewriter = program.Open(output);
        var size = cut ? 1 + ((data.IsEmpty ? 0 : data[0]) % 9) : int.MaxValue;
        for (var rest = HeadCase.Document(data); !rest.IsEmpty; rest = rest[Math.Min(size, rest.Length)..])
        {
            rewriter.Write(rest[..Math.Min(size, rest.Length)]);
        }

        rewriter.End();
        HeadCase.Require(rewriter.Trouble is HtmlTrouble.None or HtmlTrouble.UnsupportedEncoding, "trouble");
        return output.WrittenSpan;
    }
}
