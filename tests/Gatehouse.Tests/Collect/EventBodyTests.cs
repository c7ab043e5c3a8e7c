using System.IO.Compression;
using System.Net;
using System.Text;
using Gatehouse.Events;
using Gatehouse.Tests.Harness;

namespace Gatehouse.Tests.Collect;

public sealed class EventBodyTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_gzip_body_is_unpacked()
    {
        await using var api = await TestTrackingApi.StartAsync();
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting]);

        using var answer = await PostAsync(edge, "p", Gzip("""{"anonymousId":"A"}"""), "GZIP");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("A", (string?)api.OnlyEvent["anonymousId"]);
        Assert.False(api.Received.Single().Request.Headers.ContainsKey("Content-Encoding"));
    }

    [Theory]
    [InlineData("br")]
    [InlineData("deflate")]
    [InlineData("gzip, gzip")]
    [InlineData("nonsense")]
    public async Task Another_coding_is_415(string coding)
    {
        await using var edge = await TestEdge.StartAsync();

        using var answer = await PostAsync(edge, "p", Gzip("""{"anonymousId":"A"}"""), coding);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
        Assert.Equal("unknown_encoding", await answer.CodeAsync());
    }

    [Fact]
    public async Task What_is_not_gzip_is_400()
    {
        await using var edge = await TestEdge.StartAsync();
        var packed = Gzip("""{"anonymousId":"A","x":"yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"}""");

        using var plain = await PostAsync(edge, "p", "{}"u8.ToArray(), "gzip");
        using var cut = await PostAsync(edge, "p", packed[..^12], "gzip");
        using var nothing = await PostAsync(edge, "p", [], "gzip");

        Assert.Equal("bad_encoding", await plain.CodeAsync());
        Assert.Equal(HttpStatusCode.BadRequest, plain.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, cut.StatusCode);
        Assert.Equal("empty_body", await nothing.CodeAsync());
    }

    [Fact]
    public async Task A_gzip_bomb_is_cut_off()
    {
        await using var edge = await TestEdge.StartAsync();
        var bomb = Gzip("""{"anonymousId":"A","x":" """ + new string(' ', 20_000_000));

        using var one = await PostAsync(edge, "p", bomb, "gzip");
        using var batch = await PostAsync(edge, "b", bomb, "gzip");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, one.StatusCode);
        Assert.Equal("event_too_large", await one.CodeAsync());
        Assert.Equal("batch_too_large", await batch.CodeAsync());
    }

    [Fact]
    public async Task An_event_may_have_32_KB()
    {
        await using var api = await TestTrackingApi.StartAsync();
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting]);

        using var fits = await edge.PostEventAsync("p", Padded(EventLimits.EventBytes));
        using var tooLarge = await edge.PostEventAsync("p", Padded(EventLimits.EventBytes + 1));
        using var huge = await edge.PostEventAsync("p", Padded(5_000_000));

        Assert.Equal(HttpStatusCode.OK, fits.StatusCode);
        Assert.Single(api.Received);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, tooLarge.StatusCode);
        Assert.Equal("event_too_large", await tooLarge.CodeAsync());
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, huge.StatusCode);
    }

    [Fact]
    public async Task A_body_of_unknown_length_has_the_same_limits()
    {
        await using var api = await TestTrackingApi.StartAsync();
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting]);

        using var fits = await PostChunkedAsync(edge, Padded(EventLimits.EventBytes));
        using var tooLarge = await PostChunkedAsync(edge, Padded(EventLimits.EventBytes + 1));

        Assert.Equal(HttpStatusCode.OK, fits.StatusCode);
        Assert.Equal("event_too_large", await tooLarge.CodeAsync());
    }

    [Fact]
    public async Task A_body_that_ends_too_early_is_no_trouble()
    {
        await using var api = await TestTrackingApi.StartAsync();
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting]);
        using (var socket = new System.Net.Sockets.TcpClient())
        {
            await socket.ConnectAsync(new Uri(edge.Url).Host, new Uri(edge.Url).Port, Cancel);
            await socket.GetStream().WriteAsync("POST /seg/events/p HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{\"anonymousId\""u8.ToArray(), Cancel);
        }

        using var answer = await edge.PostEventAsync("p", """{"anonymousId":"A"}""");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Single(api.Received);
    }

    [Fact]
    public async Task A_malformed_chunk_is_400()
    {
        await using var edge = await TestEdge.StartAsync();

        var answer = await edge.SendRawAsync("POST /seg/events/p HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n");

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
    }

    private static string Padded(int length)
    {
        const string head = """{"anonymousId":"A","properties":{"x":" """;
        const string tail = "\"}}";
        return head + new string('x', length - head.Length - tail.Length) + tail;
    }

    private static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }

    private static Task<HttpResponseMessage> PostAsync(TestEdge edge, string method, byte[] body, string coding)
    {
        var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Encoding", coding);
        return edge.Client.PostAsync(new Uri("/seg/events/" + method, UriKind.Relative), content, Cancel);
    }

    private static Task<HttpResponseMessage> PostChunkedAsync(TestEdge edge, string body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/seg/events/p")
        {
            Content = new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes(body))),
            Headers = { TransferEncodingChunked = true },
        };
        return edge.Client.SendAsync(request, Cancel);
    }
}
