using System.Text;
using System.Text.Json;
using Gatehouse.Html.Tests.Support;

namespace Gatehouse.Html.Tests;

public sealed class HtmlEncodingSnifferTests
{
    [Fact]
    public void The_encoding_is_that_of_the_html5lib_cases()
    {
        foreach (var line in Html5lib.Encodings.Where(static line => !IsFoundByTheParser(line)))
        {
            var sniffed = HtmlEncodingSniffer.Sniff(Html5lib.Data(line)) ?? "windows-1252";
            Assert.Equal(line.GetProperty("encoding").GetString(), sniffed, ignoreCase: true);
        }
    }

    [Fact]
    public void The_injector_knows_the_encoding_of_the_html5lib_cases_at_the_end_of_the_head()
    {
        Assert.Equal(3, Html5lib.Encodings.Count(IsFoundByTheParser));
        foreach (var line in Html5lib.Encodings)
        {
            var data = Html5lib.Data(line);
            var options = new InHead(HeadPosition.End);
            var injection = Injection.Of(data, options, static length => [length]);
            if (injection.Content.Asked > 0)
            {
                var found = injection.Content.DocumentEncoding ?? "windows-1252";
                Assert.Equal(line.GetProperty("encoding").GetString(), found, ignoreCase: true);
            }
        }
    }

    /// <summary>
    /// The declaration is behind the first 1024 bytes: not sniffing finds it but tree construction ("change the encoding").
    /// </summary>
    private static bool IsFoundByTheParser(JsonElement line) =>
        Html5lib.Data(line).AsSpan().IndexOf("<meta"u8) > HtmlEncodingSniffer.PrefixLength;

    [Theory]
    [InlineData("\u00EF\u00BB\u00BF<meta charset=koi8-r>", null, "UTF-8")]
    [InlineData("\u00FE\u00FF", "utf-8", "UTF-16BE")]
    [InlineData("\u00FF\u00FE", null, "UTF-16LE")]
    [InlineData("<\0?\0x\0", null, "UTF-16LE")]
    [InlineData("\0<\0?\0x", null, "UTF-16BE")]
    [InlineData("<meta charset=koi8-r>", " SJIS ", "Shift_JIS")]
    [InlineData("<meta charset=koi8-r>", "no such label", "KOI8-R")]
    [InlineData("<meta charset=utf-16>", null, "UTF-8")]
    [InlineData("<meta charset=x-user-defined>", null, "windows-1252")]
    [InlineData("<meta charset=iso-2022-kr>", null, "replacement")]
    [InlineData("<script>'<meta charset=koi8-r>'</script>", null, "KOI8-R")]
    [InlineData("<!-- <meta charset=koi8-r> --><meta charset=big5>", null, "Big5")]
    [InlineData("<a title='<meta charset=koi8-r>'><meta charset=big5>", null, "Big5")]
    [InlineData("<meta charset=nonsense><meta charset=big5>", null, "Big5")]
    [InlineData("<meta charset=koi8-r", null, null)]
    [InlineData("<p>plain", null, null)]
    public void Marks_come_before_the_transport_and_the_transport_before_meta(string document, string? charset, string? expected) =>
        Assert.Equal(expected, HtmlEncodingSniffer.Sniff(Encoding.Latin1.GetBytes(document), charset));

    [Fact]
    public void A_declaration_behind_1024_bytes_is_not_seen()
    {
        const string Meta = "<meta charset=koi8-r>";
        Assert.Equal("KOI8-R", Sniff(new string(' ', 1024 - Meta.Length) + Meta));
        Assert.Null(Sniff(new string(' ', 1025 - Meta.Length) + Meta));
    }

    private static string? Sniff(string document) => HtmlEncodingSniffer.Sniff(Encoding.Latin1.GetBytes(document));
}
