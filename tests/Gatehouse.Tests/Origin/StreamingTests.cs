using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Gatehouse.Tests.Harness;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Gatehouse.Tests.Origin;

public sealed class StreamingTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Server_sent_events_arrive_one_by_one()
    {
        var heard = new SemaphoreSlim(0);
        await using var origin = await TestOrigin.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            for (var i = 0; i < 3; i++)
            {
                await context.Response.WriteAsync($"data: {i}\n\n", context.RequestAborted);

                // The next one is sent only after the browser has this one.
                await heard.WaitAsync(context.RequestAborted);
            }
        });
        await using var edge = await TestEdge.StartAsync(origin);

        await using var stream = await edge.Client.GetStreamAsync(new Uri("/sse", UriKind.Relative), Cancel);
        using var reader = new StreamReader(stream);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal($"data: {i}", await reader.ReadLineAsync(Cancel));
            Assert.Equal(string.Empty, await reader.ReadLineAsync(Cancel));
            heard.Release();
        }

        Assert.Null(await reader.ReadLineAsync(Cancel));
    }

    [Fact]
    public async Task A_WebSocket_talks_through_the_edge()
    {
        await using var origin = await TestOrigin.StartAsync(static async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            var buffer = new byte[64];
            var received = await socket.ReceiveAsync(buffer, context.RequestAborted);
            await socket.SendAsync(Encoding.UTF8.GetBytes("echo " + Encoding.UTF8.GetString(buffer, 0, received.Count)), WebSocketMessageType.Text, true, context.RequestAborted);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
        });
        await using var edge = await TestEdge.StartAsync(origin);
        using var client = new ClientWebSocket();

        await client.ConnectAsync(new Uri(edge.Url.Replace("http", "ws", StringComparison.Ordinal) + "/ws"), Cancel);
        await client.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, true, Cancel);
        var answer = new byte[64];
        var result = await client.ReceiveAsync(answer, Cancel);

        Assert.Equal("echo hello", Encoding.UTF8.GetString(answer, 0, result.Count));
        Assert.Equal(WebSocketMessageType.Close, (await client.ReceiveAsync(answer, Cancel)).MessageType);
    }

    [Fact]
    public async Task An_upload_reaches_the_origin_while_it_is_still_being_sent()
    {
        var firstHalf = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var origin = await TestOrigin.StartAsync(async context =>
        {
            var buffer = new byte[5];
            await context.Request.Body.ReadExactlyAsync(buffer, context.RequestAborted);
            firstHalf.SetResult();
            using var rest = new StreamReader(context.Request.Body);
            await context.Response.WriteAsync(Encoding.ASCII.GetString(buffer) + await rest.ReadToEndAsync(context.RequestAborted));
        });
        await using var edge = await TestEdge.StartAsync(origin);
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, new Uri(edge.Url).Port, Cancel);
        var stream = socket.GetStream();

        await stream.WriteAsync("POST /up HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\nConnection: close\r\n\r\nfirst"u8.ToArray(), Cancel);
        await firstHalf.Task.WaitAsync(Cancel);
        await stream.WriteAsync("later"u8.ToArray(), Cancel);
        using var reader = new StreamReader(stream);

        Assert.EndsWith("firstlater", (await reader.ReadToEndAsync(Cancel)).Replace("\r\n0\r\n\r\n", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_waits_for_100_Continue_is_told_to_go_on_when_the_origin_wants_the_body()
    {
        await using var origin = await TestOrigin.StartAsync(static async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            await context.Response.WriteAsync("got " + await reader.ReadToEndAsync(context.RequestAborted));
        });
        await using var edge = await TestEdge.StartAsync(origin);
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, new Uri(edge.Url).Port, Cancel);
        var stream = socket.GetStream();
        using var reader = new StreamReader(stream);

        await stream.WriteAsync("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n"u8.ToArray(), Cancel);
        Assert.Equal("HTTP/1.1 100 Continue", await reader.ReadLineAsync(Cancel));
        await stream.WriteAsync("body"u8.ToArray(), Cancel);

        Assert.Contains("got body", await reader.ReadToEndAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_origin_that_refuses_the_head_of_an_upload_spares_the_client_the_body()
    {
        await using var origin = await TestOrigin.StartAsync(static context =>
        {
            context.Response.StatusCode = 403;
            return Task.CompletedTask;
        });
        await using var edge = await TestEdge.StartAsync(origin);

        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, new Uri(edge.Url).Port, Cancel);
        var stream = socket.GetStream();
        using var reader = new StreamReader(stream);

        // No body is ever sent, and the answer comes all the same.
        await stream.WriteAsync("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\nExpect: 100-continue\r\n\r\n"u8.ToArray(), Cancel);

        Assert.StartsWith("HTTP/1.1 403", await reader.ReadLineAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trailers_of_the_origin_reach_a_client_that_speaks_HTTP2()
    {
        // Kestrel sends no trailers over HTTP/1.1, so neither can be the real thing here.
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = AnswerOnceAsync(listener, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n4\r\nbody\r\n0\r\nX-Sum: 42\r\n\r\n");
        await using var edge = await TestEdge.StartAsync(settings: [("Origin", "http://" + listener.LocalEndpoint)], protocols: HttpProtocols.Http2);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };

        using var answer = await edge.Client.SendAsync(request, Cancel);

        Assert.Equal("body", await answer.Content.ReadAsStringAsync(Cancel));
        Assert.Equal("42", Assert.Single(answer.TrailingHeaders.GetValues("X-Sum")));
        await serving;
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
}
