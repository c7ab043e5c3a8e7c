using System.Net;
using System.Net.Http.Headers;
using Gatehouse.Delivery.Destinations.Http;

namespace Gatehouse.Tests.Delivery.Destinations.Http;

public sealed class AnswerTextTests
{
    private const string Secret = "Pa$$ w/ord-1234567890";

    [Theory]
    [InlineData("text/plain", "no", "400: no")]
    [InlineData("application/problem+json; charset=utf-8", "{\"a\":\n\t 1}", "400: {\"a\": 1}")]
    [InlineData("application/octet-stream", "no", "400")]
    [InlineData(null, "no", "400")]
    [InlineData("text/plain", " \r\n ", "400")]
    [InlineData("text/plain", "a\0b\u001b[31mc\u202ed\u200be\u0085f\u2028g", "400: a b [31mcde f g")]
    [InlineData("text/plain", "the key Pa$$ w/ord-1234567890 is wrong", "400: the key *** is wrong")]
    [InlineData("text/plain", "the key pA$$ W/ORD-1234567890 is wrong", "400: the key *** is wrong")]
    [InlineData("text/plain", "?key=Pa%24%24%20w%2Ford-1234567890&b", "400: ?key=***&b")]
    public async Task The_beginning_of_a_text_is_kept_clean_and_without_secrets(string? type, string text, string expected)
    {
        Assert.Equal(expected, await ReadAsync(type, System.Text.Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public async Task No_more_than_256_characters_are_kept_and_none_is_cut_in_half()
    {
        var answer = await ReadAsync("text/plain", System.Text.Encoding.UTF8.GetBytes("a" + string.Concat(Enumerable.Repeat("😀", 300))));

        Assert.Equal("400: a" + string.Concat(Enumerable.Repeat("😀", 127)), answer);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_shown_as_such() => Assert.Equal("400: a\ufffd\ufffdb", await ReadAsync("text/plain", [(byte)'a', 0xff, 0xfe, (byte)'b']));

    [Fact]
    public async Task A_secret_at_the_end_of_what_is_read_is_hidden_too()
    {
        // White space counts for nothing in what is kept, so the beginning of the secret would be seen.
        var answer = await ReadAsync("text/plain", System.Text.Encoding.UTF8.GetBytes("key: " + new string(' ', 4096 - 10) + Secret));

        Assert.Equal("400: key: ***", answer);
    }

    private static async Task<string> ReadAsync(string? type, byte[] text)
    {
        using var response = new HttpResponseMessage(HttpStatusCode.BadRequest) { Content = new ByteArrayContent(text) };
        response.Content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        return await HttpAnswer.ReadAsync(response, new([Secret]), TimeProvider.System, TestContext.Current.CancellationToken);
    }
}
