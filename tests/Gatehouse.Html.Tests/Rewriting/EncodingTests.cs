using System.Buffers;
using System.Text;

namespace Gatehouse.Html.Tests.Rewriting;

public sealed class EncodingTests
{
    public static TheoryData<string> Supported =>
    [
        "utf-8", "ibm866", "iso-8859-2", "iso-8859-3", "iso-8859-4", "iso-8859-5", "iso-8859-6", "iso-8859-7", "iso-8859-8", "iso-8859-8-i",
        "iso-8859-10", "iso-8859-13", "iso-8859-14", "iso-8859-15", "iso-8859-16", "koi8-r", "koi8-u", "macintosh", "windows-874", "windows-1250",
        "windows-1251", "windows-1252", "windows-1253", "windows-1254", "windows-1255", "windows-1256", "windows-1257", "windows-1258",
        "x-mac-cyrillic", "gbk", "gb18030", "big5", "euc-jp", "shift_jis", "euc-kr", "x-user-defined",
    ];

    [Theory]
    [MemberData(nameof(Supported))]
    public void Every_encoding_with_ASCII_in_it_is_rewritten_and_what_it_lacks_is_a_reference(string label)
    {
        byte[] document = [.. "<p a="u8, 0xC4, 0xD6, .. ">"u8, 0xC4, 0xD6, .. "</p>"u8];
        var output = Rewrite(label, document, static element => element.Append("ok 😀\u0378"));
        var inserted = Encoding.Latin1.GetString(output)["<p a=ÄÖ>ÄÖok ".Length..^"</p>".Length];
        Assert.Equal(document, output.AsSpan(0, 10).ToArray().Concat(document[10..]).ToArray());
        Assert.Equal(label is "utf-8" or "gb18030" ? Expected(label) : "&#128512;&#888;", inserted);
    }

    [Fact]
    public void Content_is_written_in_the_encoding_of_the_document()
    {
        Assert.Equal([.. "<p>"u8, 0xE9, .. "</p>"u8], Rewrite("latin1", "<p></p>"u8.ToArray(), static element => element.Append("é")));
        Assert.Equal([.. "<p>"u8, 0x95, 0x5C, .. "</p>"u8], Rewrite("sjis", "<p></p>"u8.ToArray(), static element => element.Append("表")));
        Assert.Equal([.. "<p>"u8, 0xA4, .. "</p>"u8], Rewrite("iso-8859-16", "<p></p>"u8.ToArray(), static element => element.Append("€")));
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16be")]
    [InlineData("iso-2022-jp")]
    [InlineData("iso-2022-kr")]
    [InlineData("nonsense")]
    public void Encodings_in_which_ASCII_is_something_else_are_refused_up_front(string label)
    {
        Assert.Throws<ArgumentException>(() => new HtmlRewriterBuilder(new HtmlRewriterOptions { Encoding = label }));
        var program = new HtmlRewriterBuilder().Build();
        Assert.Throws<ArgumentException>(() => program.Open(new ArrayBufferWriter<byte>(), label));
    }

    private static string Expected(string label) => Encoding.Latin1.GetString(
        (label == "utf-8" ? Encoding.UTF8 : CodePagesEncodingProvider.Instance.GetEncoding(54936)!).GetBytes("😀\u0378"));

    private static byte[] Rewrite(string label, byte[] document, Action<HtmlElement> handler)
    {
        var output = new ArrayBufferWriter<byte>();
        using var rewriter = new HtmlRewriterBuilder().OnElement("p", handler).Build().Open(output, label);
        rewriter.Write(document);
        rewriter.End();
        return output.WrittenSpan.ToArray();
    }
}
