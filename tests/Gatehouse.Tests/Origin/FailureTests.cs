using System.Net;
using System.Net.Sockets;
using Gatehouse.Tests.Harness;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Tests.Origin;

public sealed class FailureTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_origin_that_is_gone_gives_502_and_a_small_page()
    {
        await using var edge = await TestEdge.StartAsync(settings: [("Origin", "http://127.0.0.1:" + UnusedPort())]);

        using var answer = await edge.Client.GetAsync("/", Cancel);

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        Assert.True(answer.Headers.CacheControl?.NoStore);
        Assert.Contains("<title>", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_that_asks_for_JSON_gets_the_failure_as_JSON()
    {
        await using var edge = await TestEdge.StartAsync(settings: [("Origin", "http://127.0.0.1:" + UnusedPort())]);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api") { Headers = { { "Accept", "application/json" } } };

        using var answer = await edge.Client.SendAsync(request, Cancel);

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Contains("\"code\":\"origin_unreachable\"", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_origin_that_does_not_answer_in_time_gives_504()
    {
        await using var origin = await TestOrigin.StartAsync(static context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        await using var edge = await TestEdge.StartAsync(origin, [("Timeouts:Response", "200ms")]);

        using var answer = await edge.Client.GetAsync("/", Cancel);

        Assert.Equal(HttpStatusCode.GatewayTimeout, answer.StatusCode);
    }

    [Fact]
    public async Task An_origin_that_falls_silent_during_an_upload_gives_504()
    {
        await using var origin = await TestOrigin.StartAsync(static context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        await using var edge = await TestEdge.StartAsync(origin, [("Timeouts:Idle", "200ms")]);

        using var answer = await edge.Client.PostAsync("/", new StringContent("body"), Cancel);

        Assert.Equal(HttpStatusCode.GatewayTimeout, answer.StatusCode);
    }

    [Fact]
    public async Task A_body_that_breaks_off_is_not_passed_off_as_whole()
    {
        await using var origin = await TestOrigin.StartAsync(static async context =>
        {
            context.Response.ContentLength = 100;
            await context.Response.WriteAsync("only a part");
            context.Abort();
        });
        await using var edge = await TestEdge.StartAsync(origin);

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => edge.Client.GetStringAsync("/", Cancel));
    }

    [Theory]
    [InlineData("POST", "")]
    [InlineData("POST", "body")]
    [InlineData("DELETE", "")]
    public async Task An_unsafe_request_is_sent_once_even_when_a_kept_connection_breaks_under_it(string method, string body)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var unsafeRequests = 0;
        var serving = ServeAsync();
        await using var edge = await TestEdge.StartAsync(settings: [("Origin", "http://" + listener.LocalEndpoint)]);

        using var first = await edge.Client.GetAsync("/", Cancel);
        using var request = new HttpRequestMessage(new(method), "/") { Content = body.Length == 0 ? null : new StringContent(body) };
        using var second = await edge.Client.SendAsync(request, Cancel);

        Assert.Equal(HttpStatusCode.BadGateway, second.StatusCode);
        await done.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => serving);
        Assert.Equal(1, unsafeRequests);

        // Answers the first request of each connection and breaks off under the second.
        async Task ServeAsync()
        {
            while (true)
            {
                using var socket = await listener.AcceptTcpClientAsync(done.Token);
                var stream = socket.GetStream();
                for (var requests = 0; requests < 2; requests++)
                {
                    var line = await ReadHeadAsync(stream, done.Token);
                    unsafeRequests += line.StartsWith(method, StringComparison.Ordinal) ? 1 : 0;
                    if (requests == 0)
                    {
                        await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"u8.ToArray(), done.Token);
                    }
                }
            }
        }
    }

    [Fact]
    public async Task A_site_without_an_origin_answers_404_where_the_application_has_nothing()
    {
        await using var edge = await TestEdge.StartAsync();

        using var answer = await edge.Client.GetAsync("/nothing", Cancel);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private static async Task<string> ReadHeadAsync(NetworkStream stream, CancellationToken cancel)
    {
        var head = new List<byte>();
        var buffer = new byte[1];
        while (await stream.ReadAsync(buffer, cancel) == 1)
        {
            head.Add(buffer[0]);
            if (head.Count >= 4 && head[^1] == '\n' && head[^3] == '\n')
            {
                break;
            }
        }

        return System.Text.Encoding.ASCII.GetString([.. head]);
    }

    private static int UnusedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
