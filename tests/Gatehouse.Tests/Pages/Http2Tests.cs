using System.Net;
using System.Net.Sockets;
using System.Text;
using Gatehouse.Tests.Harness;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Gatehouse.Tests.Pages;

public sealed class Http2Tests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData("gzip")]
    public async Task A_page_over_http2_gets_the_snippet(string coding)
    {
        await using var origin = await Page.OriginAsync(Page.Encode(coding, Encoding.UTF8.GetBytes(Page.Text)), response => response.Headers.ContentEncoding = coding.Length > 0 ? coding : default);
        await using var edge = await StartAsync(origin);

        using var answer = await edge.Client.SendAsync(Version2(Page.Navigation()), Cancel);
        using var head = await edge.Client.SendAsync(Version2(Page.Navigation(method: HttpMethod.Head)), Cancel);

        Assert.Equal(HttpVersion.Version20, answer.Version);
        Assert.Contains(Page.Mark, await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
    }

    [Fact]
    public async Task A_page_that_breaks_off_at_the_origin_breaks_off_over_http2()
    {
        var received = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var origin = await TestOrigin.StartAsync(async context =>
        {
            context.Response.ContentType = "text/html";
            await context.Response.WriteAsync("<!DOCTYPE html><html><head><title>Sh");
            await received.Task;
            context.Abort();
        });
        await using var edge = await StartAsync(origin);

        using var answer = await edge.Client.SendAsync(Version2(Page.Navigation()), HttpCompletionOption.ResponseHeadersRead, Cancel);
        received.SetResult();

        await Assert.ThrowsAsync<HttpRequestException>(() => answer.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task Digests_behind_the_origins_body_go_and_other_trailers_stay()
    {
        // Kestrel sends no trailers over HTTP/1.1, so the origin is written by hand.
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = AnswerOnceAsync(
            listener,
            $"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\nTrailer: Content-Digest, Server-Timing\r\n\r\n{Page.Text.Length:x}\r\n{Page.Text}\r\n"
            + "0\r\nContent-Digest: sha-256=:abc:\r\nServer-Timing: total;dur=1\r\n\r\n");
        await using var edge = await TestEdge.StartAsync(settings: [("Origin", "http://" + listener.LocalEndpoint)], protocols: HttpProtocols.Http2);

        using var answer = await edge.Client.SendAsync(Version2(Page.Navigation()), Cancel);
        await serving;

        Assert.Contains(Page.Mark, await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Equal("Server-Timing", Assert.Single(answer.TrailingHeaders).Key);
    }

    private static async Task AnswerOnceAsync(TcpListener listener, string answer)
    {
        using var socket = await listener.AcceptTcpClientAsync(Cancel);
        var stream = socket.GetStream();
        using var reader = new StreamReader(stream, leaveOpen: true);
        while (await reader.ReadLineAsync(Cancel) is { Length: > 0 })
        {
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), Cancel);
    }

    private static Task<TestEdge> StartAsync(TestOrigin origin) =>
        TestEdge.StartAsync(origin, protocols: HttpProtocols.Http2);

    private static HttpRequestMessage Version2(HttpRequestMessage request)
    {
        request.Version = HttpVersion.Version20;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        return request;
    }
}
