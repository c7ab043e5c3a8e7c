using System.Net;
using System.Text;
using Gatehouse.Delivery.Forwarding;
using Gatehouse.Events;
using Gatehouse.Tests.Collect;
using Gatehouse.Tests.Harness;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Gatehouse.Tests.Delivery.Forwarding;

public sealed class ForwardingSinkTests
{
    private const string Page = """{"anonymousId":"A"}""";

    [Fact]
    public async Task The_real_key_goes_with_the_event_and_the_pages_does_not()
    {
        await using var api = await TestTrackingApi.StartAsync();
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting]);

        using var one = await edge.PostEventAsync("p", """{"anonymousId":"A","writeKey":"REDACTED"}""", ("Authorization", "Basic UkVEQUNURUQ6"));
        using var batch = await edge.PostEventAsync("b", """{"batch":[{"type":"page","anonymousId":"A","writeKey":"REDACTED"},{"type":"page","anonymousId":"A"}],"writeKey":"REDACTED"}""", ("Authorization", "Bearer x"));

        Assert.Equal(2, api.Received.Count);
        Assert.All(api.Received, static received =>
        {
            Assert.Equal("Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes("WRITEKEY123:")), received.Request.Headers["Authorization"]);
            Assert.DoesNotContain("REDACTED", received.Body.ToJsonString(), StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Only_listed_headers_go_on()
    {
        await using var api = await TestTrackingApi.StartAsync();
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting]);

        using var answer = await edge.PostEventAsync(
            "p",
            Page,
            ("Cookie", "session=secret; ajs_anonymous_id=A"),
            ("User-Agent", "Browser/1.0"),
            ("X-Forwarded-For", "1.2.3.4"),
            ("X-Secret", "s"),
            ("Referer", "https://www.shop.example/private"),
            ("X-Retry-Count", "2"));

        var headers = api.Received.Single().Request.Headers;
        Assert.Equal(["Authorization", "Content-Length", "Content-Type", "Host", "User-Agent"], headers.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("Browser/1.0", headers["User-Agent"]);
        Assert.Equal("application/json; charset=utf-8", headers["Content-Type"]);
    }

    [Fact]
    public async Task A_user_agent_that_no_header_may_hold_stays_in_the_event()
    {
        await using var api = await TestTrackingApi.StartAsync();
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting]);

        var answer = await edge.SendRawAsync("POST /seg/events/p HTTP/1.1\r\nHost: a\r\nConnection: close\r\nUser-Agent: Br\xc3\xb6wser\r\nContent-Length: " + Page.Length + "\r\n\r\n" + Page);

        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
        Assert.False(api.Received.Single().Request.Headers.ContainsKey("User-Agent"));
        Assert.Equal("Bröwser", (string?)api.OnlyEvent["context"]!["userAgent"]);
    }

    [Theory]
    [InlineData("""{"anonymousId":"A"}""", """{"ip":"127.0.0.1","userAgent":"UA"}""")]
    [InlineData("""{"anonymousId":"A","context":null}""", """{"ip":"127.0.0.1","userAgent":"UA"}""")]
    [InlineData("""{"anonymousId":"A","context":{}}""", """{"ip":"127.0.0.1","userAgent":"UA"}""")]
    [InlineData("""{"anonymousId":"A","context":{"userAgent":"own","page":{"path":"/"}}}""", """{"userAgent":"own","page":{"path":"/"},"ip":"127.0.0.1"}""")]
    [InlineData("""{"anonymousId":"A","context":{"ip":"0.0.0.0","userAgent":null}}""", """{"ip":"0.0.0.0","userAgent":null}""")]
    public async Task Facts_fill_what_the_event_leaves_out(string body, string context)
    {
        await using var api = await TestTrackingApi.StartAsync();
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting]);

        using var answer = await edge.PostEventAsync("p", body, ("User-Agent", "UA"));

        Assert.Equal(context, api.OnlyEvent["context"]!.ToJsonString());
    }

    [Theory]
    [InlineData("full", "203.0.113.77", "203.0.113.77")]
    [InlineData("network", "203.0.113.77", "203.0.113.0")]
    [InlineData("none", "203.0.113.77", null)]
    [InlineData("full", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2:3:4:5:6")]
    [InlineData("network", "2001:db8:1:2:3:4:5:6", "2001:db8:1::")]
    public async Task The_address_goes_as_the_policy_says(string policy, string client, string? seen)
    {
        await using var api = await TestTrackingApi.StartAsync();
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting, ("ClientAddress", policy), ("Gatehouse:TrustedProxies:0", "127.0.0.1")]);

        using var answer = await edge.PostEventAsync("p", Page, ("X-Forwarded-For", client));

        Assert.Equal(seen, (string?)api.OnlyEvent["context"]?["ip"]);
    }

    [Fact]
    public async Task An_event_at_the_limit_is_not_pushed_over_it()
    {
        await using var api = await TestTrackingApi.StartAsync();
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting]);
        var body = $$"""{"type":"page","messageId":"m","anonymousId":"A","properties":"{{new string('x', 32_600)}}"}""";

        using var answer = await edge.PostEventAsync("p", body, ("User-Agent", new string('u', 400)));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Null(api.OnlyEvent["context"]);
    }

    [Theory]
    [InlineData(204, null, 200, null)]
    [InlineData(400, null, 400, null)]
    [InlineData(404, null, 404, null)]
    [InlineData(413, null, 413, null)]
    [InlineData(429, "7", 429, "7")]
    [InlineData(429, null, 429, "5")]
    [InlineData(429, "nonsense", 429, "5")]
    [InlineData(429, "99999999", 429, "300")]
    [InlineData(401, null, 503, "10")]
    [InlineData(403, null, 503, "10")]
    [InlineData(302, null, 503, "10")]
    [InlineData(500, null, 503, "10")]
    [InlineData(503, "3", 503, "3")]
    [InlineData(511, null, 503, "10")]
    public async Task The_apis_answer_becomes_ours(int status, string? retryAfter, int answered, string? advice)
    {
        await using var api = await TestTrackingApi.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.RetryAfter = retryAfter;
            context.Response.Headers.Location = "/elsewhere";
            return status == 204 ? Task.CompletedTask : context.Response.WriteAsync("SECRET");
        });
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting]);

        foreach (var (method, body) in ((string, string)[])[("p", Page), ("b", """{"batch":[{"type":"page","anonymousId":"A"},{"type":"page","anonymousId":"A"}]}""")])
        {
            using var answer = await edge.PostEventAsync(method, body);

            Assert.Equal(answered, (int)answer.StatusCode);
            Assert.Equal(advice, answer.Headers.RetryAfter?.ToString());
            Assert.Equal(answered == 429, answer.Headers.TryGetValues("X-RateLimit-Reset", out var reset) && reset.Single() == advice);
            Assert.DoesNotContain("SECRET", (await answer.JsonAsync()).ToJsonString(), StringComparison.Ordinal);
        }

        Assert.Equal(2, api.Received.Count);
    }

    [Fact]
    public async Task A_key_that_the_api_does_not_know_is_logged_and_not_told()
    {
        using var logs = new WrittenLogs();
        await using var api = await TestTrackingApi.StartAsync(static context =>
        {
            context.Response.StatusCode = 401;
            return Task.CompletedTask;
        });
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting], build: builder => builder.Logging.AddProvider(logs));

        using var answer = await edge.PostEventAsync("i", """{"anonymousId":"ANON-7","userId":"USER-7"}""", ("Cookie", "session=SESSION-7"));

        Assert.Equal("unavailable", await answer.CodeAsync());
        Assert.Equal((LogLevel.Error, 1802), logs.Lines.Where(static line => line.Id is > 1800 and < 1900).Select(static line => (line.Level, line.Id)).Single());
        Assert.DoesNotContain(logs.Lines, static line => line.Text.Contains("WRITEKEY123", StringComparison.Ordinal) || line.Text.Contains("-7", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_site_without_a_tracking_api_is_named_once_at_the_start()
    {
        using var logs = new WrittenLogs();
        await using var edge = await TestEdge.StartAsync(build: builder => builder.Logging.AddProvider(logs));

        using var first = await edge.PostEventAsync("p", Page);
        using var second = await edge.PostEventAsync("p", Page);

        Assert.Equal(LogLevel.Warning, Assert.Single(logs.Lines, static line => line.Id == 1801).Level);
    }

    [Fact]
    public async Task Waiting_batches_have_a_bound()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var api = await TestTrackingApi.StartAsync(_ => release.Task);
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting], build: static builder => builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(new FakeTimeProvider())));
        var sink = edge.Services.GetRequiredService<IEventSink>();
        var batch = new EventBatch(
            "shop",
            [new() { Type = EventType.Page, MessageId = "m", AnonymousId = "A", Json = Encoding.UTF8.GetBytes(Page) }],
            new() { ReceivedAt = DateTimeOffset.UnixEpoch });
        Task<SinkAnswer>[] waiting = [.. Enumerable.Range(0, ForwardingSink.MostInFlight).Select(_ => sink.AppendAsync(batch, TestContext.Current.CancellationToken).AsTask())];

        var turnedAway = await sink.AppendAsync(batch, TestContext.Current.CancellationToken);
        release.SetResult();
        var taken = await Task.WhenAll(waiting);
        var afterwards = await sink.AppendAsync(batch, TestContext.Current.CancellationToken);

        Assert.Equal(new SinkAnswer(429, TimeSpan.FromSeconds(1)), turnedAway);
        Assert.All(taken, static answer => Assert.True(answer.IsTaken));
        Assert.True(afterwards.IsTaken);
    }

    [Fact]
    public async Task An_api_that_is_not_there_is_503()
    {
        await using var edge = await TestEdge.StartAsync(settings: [("Segment:TrackingApi", "http://127.0.0.1:1/v1")]);

        using var answer = await edge.PostEventAsync("p", Page);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("unavailable", await answer.CodeAsync());
    }

    [Fact]
    public async Task An_api_that_does_not_answer_is_given_up()
    {
        var time = new FakeTimeProvider();
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var api = await TestTrackingApi.StartAsync(async context =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default);
        });
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting], build: builder => builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(time)));

        var sending = edge.PostEventAsync("p", Page);
        await asked.Task;
        time.Advance(ForwardingSink.Timeout);
        using var answer = await sending;

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
    }

    [Fact]
    public async Task An_event_goes_on_when_the_browser_leaves()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var api = await TestTrackingApi.StartAsync(async context =>
        {
            asked.SetResult();
            await left.Task;
            done.SetResult();
        });
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting]);
        using (var socket = new System.Net.Sockets.TcpClient())
        {
            await socket.ConnectAsync(new Uri(edge.Url).Host, new Uri(edge.Url).Port, TestContext.Current.CancellationToken);
            await socket.GetStream().WriteAsync(Encoding.Latin1.GetBytes("POST /seg/events/p HTTP/1.1\r\nHost: a\r\nContent-Length: " + Page.Length + "\r\n\r\n" + Page), TestContext.Current.CancellationToken);
            await asked.Task;
        }

        left.SetResult();
        await done.Task;
        Assert.Equal("A", (string?)api.OnlyEvent["anonymousId"]);
    }

    [Fact]
    public async Task A_changed_configuration_changes_where_events_go()
    {
        await using var before = await TestTrackingApi.StartAsync();
        await using var after = await TestTrackingApi.StartAsync();
        await using var edge = await TestEdge.StartAsync(settings: [before.Setting]);

        using var first = await edge.PostEventAsync("p", Page);
        edge.Configuration["Gatehouse:Sites:shop:Segment:TrackingApi"] = after.Setting.Value + "/";
        edge.Configuration.Reload();
        using var second = await edge.PostEventAsync("p", Page);

        Assert.Single(before.Received);
        Assert.Equal("/v1/p", Assert.Single(after.Received).Request.Target);
    }
}
