using System.Net;
using System.Text;
using Gatehouse.Tests.Harness;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Tests.Pages;

public sealed class CodingTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("gzip", "gzip, br", "gzip")]
    [InlineData("x-gzip", "gzip, br", "gzip")]
    [InlineData("gzip", "br", "br")]
    [InlineData("gzip", "zstd;q=0.5, deflate", "deflate")]
    [InlineData("gzip", null, "")]
    [InlineData("gzip", "identity", "")]
    [InlineData("gzip", "gzip;q=0", "")]
    [InlineData("gzip", "gzip;q=0, *", "br")]
    [InlineData("gzip", "*;q=0.1", "gzip")]
    [InlineData("gzip", "compress", "")]
    [InlineData("br", "gzip, deflate, br, zstd", "br")]
    [InlineData("br", "gzip", "gzip")]
    [InlineData("br", "GZIP;Q=0.5, BR;q=0.2", "br")]
    [InlineData("br", "gzip;q=0.1, zstd;q=0.9", "zstd")]
    [InlineData("deflate", "gzip, deflate", "deflate")]
    [InlineData("raw-deflate", "gzip, deflate", "deflate")]
    [InlineData("raw-deflate", "gzip", "gzip")]
    [InlineData("deflate", "", "")]
    [InlineData("zstd", "gzip, deflate, br, zstd", "zstd")]
    [InlineData("zstd", "deflate", "deflate")]
    [InlineData("zstd", "gzip;q=nonsense", "gzip")]
    [InlineData("", "gzip, br", "")]
    public async Task A_page_is_decoded_and_coded_again_as_the_browser_accepts(string origins, string? accept, string expected)
    {
        var plain = Encoding.UTF8.GetBytes(Page.Start + new string(' ', 100_000) + Page.Rest);
        await using var origin = await OriginAsync(origins, Page.Encode(origins, plain));
        await using var edge = await TestEdge.StartAsync(origin);
        using var outcomes = new PageOutcomes(edge.Services);
        using var request = Page.Navigation();
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept-Encoding", accept);
        }

        using var answer = await edge.Client.SendAsync(request, Cancel);
        var body = Encoding.UTF8.GetString(Page.Decode(expected, await answer.Content.ReadAsByteArrayAsync(Cancel)));

        Assert.Equal(expected, answer.Header("Content-Encoding"));
        Assert.Contains(Page.Mark, body, StringComparison.Ordinal);
        Assert.EndsWith(Page.Rest, body, StringComparison.Ordinal);
        Assert.Equal("injected", outcomes.All);
        Assert.Equal(origins.Length > 0, answer.Header("Vary").Contains("Accept-Encoding", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    [InlineData("raw-deflate")]
    [InlineData("zstd")]
    public async Task A_coded_page_may_come_byte_by_byte(string coding)
    {
        var coded = Page.Encode(coding, Encoding.UTF8.GetBytes(Page.Text));
        await using var origin = await TestOrigin.StartAsync(async context =>
        {
            context.Response.ContentType = "text/html";
            context.Response.Headers.ContentEncoding = NameOf(coding);
            foreach (var single in coded)
            {
                await context.Response.Body.WriteAsync(new[] { single });
                await context.Response.Body.FlushAsync();
            }
        });
        await using var edge = await TestEdge.StartAsync(origin);

        using var answer = await edge.Client.SendAsync(Page.Navigation(), Cancel);
        var body = await answer.Content.ReadAsStringAsync(Cancel);

        Assert.Equal(string.Empty, answer.Header("Content-Encoding"));
        Assert.Contains(Page.Mark, body, StringComparison.Ordinal);
        Assert.EndsWith(Page.Rest, body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("zstd")]
    public async Task A_body_of_several_parts_is_read_to_its_end(string coding)
    {
        byte[] coded = [.. Page.Encode(coding, Encoding.UTF8.GetBytes(Page.Start)), .. Page.Encode(coding, Encoding.UTF8.GetBytes(Page.Rest))];
        await using var origin = await OriginAsync(coding, coded);
        await using var edge = await TestEdge.StartAsync(origin);

        using var answer = await edge.Client.SendAsync(Page.Navigation(), Cancel);
        var body = await answer.Content.ReadAsStringAsync(Cancel);

        Assert.Contains(Page.Mark, body, StringComparison.Ordinal);
        Assert.EndsWith(Page.Rest, body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gzip", "gzip")]
    [InlineData("br", "gzip, br")]
    [InlineData("deflate", "")]
    [InlineData("zstd", "zstd")]
    public async Task A_body_that_is_not_what_its_coding_says_reaches_the_browser_unchanged(string coding, string accept)
    {
        // For deflate, text is now and then a valid beginning: a reserved block type is not.
        byte[] bytes = [0xFF, .. Encoding.UTF8.GetBytes(Page.Text)];
        await using var origin = await OriginAsync(coding, bytes, static response => response.Headers.ETag = "\"1\"");
        await using var edge = await TestEdge.StartAsync(origin);
        using var outcomes = new PageOutcomes(edge.Services);
        using var request = Page.Navigation();
        request.Headers.TryAddWithoutValidation("Accept-Encoding", accept);

        using var answer = await edge.Client.SendAsync(request, Cancel);

        Assert.Equal(bytes, await answer.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal(coding, answer.Header("Content-Encoding"));
        Assert.Equal(bytes.Length, answer.Content.Headers.ContentLength);
        Assert.Equal("\"1\"", answer.Header("ETag"));
        Assert.Equal("corrupt_coding", outcomes.All);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task A_small_body_with_a_wrong_checksum_reaches_the_browser_unchanged(string coding)
    {
        var coded = Page.Encode(coding, Encoding.UTF8.GetBytes(Page.Text));
        coded[coding == "gzip" ? ^5 : ^1] ^= 1;
        await using var origin = await OriginAsync(coding, coded);
        await using var edge = await TestEdge.StartAsync(origin);

        using var answer = await edge.Client.SendAsync(Page.Navigation(), Cancel);

        Assert.Equal(coded, await answer.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal(coding, answer.Header("Content-Encoding"));
    }

    [Theory]
    [InlineData("compress")]
    [InlineData("gzip, br")]
    [InlineData("nonsense")]
    public async Task A_coding_that_is_not_understood_passes_unchanged(string coding)
    {
        await using var origin = await OriginAsync(coding, Encoding.UTF8.GetBytes(Page.Text));
        await using var edge = await TestEdge.StartAsync(origin);
        using var outcomes = new PageOutcomes(edge.Services);

        using var answer = await edge.Client.SendAsync(Page.Navigation(), Cancel);

        Assert.Equal(Page.Text, await answer.Content.ReadAsStringAsync(Cancel));
        Assert.Equal(coding, answer.Header("Content-Encoding"));
        Assert.Equal("unknown_coding", outcomes.All);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    [InlineData("zstd")]
    public async Task A_body_that_ends_too_early_ends_too_early_at_the_browser(string coding)
    {
        var whole = Page.Encode(coding, Encoding.UTF8.GetBytes(Page.Text + Noise(400_000)));
        var cut = whole[..(whole.Length / 2)];
        await using var origin = await OriginAsync(coding, cut);
        await using var edge = await TestEdge.StartAsync(origin);
        using var outcomes = new PageOutcomes(edge.Services);
        using var accepting = Page.Request("/", null, ("Sec-Fetch-Dest", "document"), ("Accept-Encoding", coding));

        using var coded = await edge.Client.SendAsync(accepting, Cancel);
        var bytes = await coded.Content.ReadAsByteArrayAsync(Cancel);

        Assert.Equal(coding, coded.Header("Content-Encoding"));
        Assert.Contains(Page.Mark, DecodeLeniently(coding, bytes), StringComparison.Ordinal);
        await Assert.ThrowsAsync<HttpRequestException>(() => edge.Client.SendAsync(Page.Navigation(), Cancel));
        Assert.Equal("truncated_coding truncated_coding", outcomes.All);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("zstd")]
    public async Task A_body_that_breaks_in_its_middle_is_cut_off_there(string coding)
    {
        var coded = Page.Encode(coding, Encoding.UTF8.GetBytes(Page.Text + Noise(400_000)));
        coded.AsSpan(coded.Length / 2, 100_000).Fill(0xFF);
        await using var origin = await OriginAsync(coding, coded);
        await using var edge = await TestEdge.StartAsync(origin);
        using var outcomes = new PageOutcomes(edge.Services);

        await Assert.ThrowsAsync<HttpRequestException>(() => edge.Client.SendAsync(Page.Navigation(), Cancel));

        Assert.Equal("broken_coding", outcomes.All);
    }

    [Fact]
    public async Task An_origin_that_breaks_off_before_anything_could_be_decoded_is_an_error_in_plain_text()
    {
        var coded = Page.Encode("gzip", Encoding.UTF8.GetBytes(Page.Text));
        await using var origin = await TestOrigin.StartAsync(async context =>
        {
            context.Response.ContentType = "text/html";
            context.Response.ContentLength = coded.Length;
            context.Response.Headers.ContentEncoding = "gzip";
            await context.Response.Body.WriteAsync(coded.AsMemory(0, 10));
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        await using var edge = await TestEdge.StartAsync(origin, [("Snippet:InjectOn", "all-html")]);

        using var answer = await edge.Client.SendAsync(Page.Navigation(), Cancel);

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Equal(string.Empty, answer.Header("Content-Encoding"));
        Assert.DoesNotContain('\u001f', await answer.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task What_follows_the_end_of_a_body_is_passed_over()
    {
        byte[] coded = [.. Page.Encode("gzip", Encoding.UTF8.GetBytes(Page.Text)), 0, 0, 0, 0, 0];
        await using var origin = await OriginAsync("gzip", coded);
        await using var edge = await TestEdge.StartAsync(origin);
        using var outcomes = new PageOutcomes(edge.Services);

        using var answer = await edge.Client.SendAsync(Page.Navigation(), Cancel);

        Assert.EndsWith(Page.Rest, await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Equal("injected", outcomes.All);
    }

    [Fact]
    public async Task A_coded_answer_without_a_body_stays_without_one()
    {
        await using var origin = await OriginAsync("gzip", []);
        await using var edge = await TestEdge.StartAsync(origin);

        using var answer = await edge.Client.SendAsync(Page.Navigation(), Cancel);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal("gzip", answer.Header("Content-Encoding"));
    }

    private static string Noise(int length)
    {
        var text = new StringBuilder(length);
        var state = 1u;
        while (text.Length < length)
        {
            state = (state * 1664525) + 1013904223;
            text.Append((char)('a' + (state >> 24) % 26));
        }

        return text.ToString();
    }

    private static string DecodeLeniently(string coding, byte[] coded)
    {
        using var stream = Page.Decoder(coding, new MemoryStream(coded));
        var plain = new byte[1 << 20];
        var length = 0;
        try
        {
            while (stream.Read(plain, length, 1) is var count and > 0)
            {
                length += count;
            }
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException or InvalidOperationException)
        {
            // It breaks off.
        }

        return Encoding.UTF8.GetString(plain, 0, length);
    }

    private static string NameOf(string coding) => coding == "raw-deflate" ? "deflate" : coding;

    private static Task<TestOrigin> OriginAsync(string coding, byte[] coded, Action<HttpResponse>? change = null) => Page.OriginAsync(coded, response =>
    {
        if (coding.Length > 0)
        {
            response.Headers.ContentEncoding = NameOf(coding);
        }

        change?.Invoke(response);
    });
}
