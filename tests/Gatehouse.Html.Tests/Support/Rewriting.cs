using System.Buffers;
using System.Text;

namespace Gatehouse.Html.Tests.Support;

/// <summary>Documents sent through a rewriter.</summary>
internal static class Rewriting
{
    public static string Rewrite(this HtmlRewriterBuilder builder, string document) =>
        Encoding.UTF8.GetString(builder.Build().Rewrite(Encoding.UTF8.GetBytes(document), static length => [length]));

    public static byte[] Rewrite(this HtmlRewriterProgram program, byte[] document, Func<int, IEnumerable<int>> sizes)
    {
        var output = new ArrayBufferWriter<byte>();
        using var rewriter = program.Open(output);
        foreach (var chunk in Cuts.Cut(document, sizes(document.Length)))
        {
            rewriter.Write(chunk.Span);
        }

        rewriter.End();
        return output.WrittenSpan.ToArray();
    }
}
