using System.Net;
using System.Text;
using Gatehouse.Delivery.Readers;
using Gatehouse.Events;
using Gatehouse.Tests.Collect;
using Gatehouse.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Gatehouse.Tests.Delivery.Readers;

/// <summary>What a site with a vendor delivers to it, through outages, refusals and stops.</summary>
public sealed class SegmentDeliveryTests
{
    private const string Page = """{"anonymousId":"A"}""";
    private const string Track = """{"event":"E","anonymousId":"A"}""";

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

        await edge.DeliveredAsync();
        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
        Assert.StartsWith("Gatehouse/", api.Received.Single().Request.Headers["User-Agent"], StringComparison.Ordinal);
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
    [InlineData(200)]
    [InlineData(204)]
    public async Task What_the_api_acknowledges_is_sent_once(int status)
    {
        await using var api = await TestTrackingApi.StartAsync(Answer(status));
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting]);

        using var one = await edge.PostEventAsync("p", Page);
        using var two = await edge.PostEventAsync("t", Track);

        Assert.Equal(["/v1/batch page", "/v1/batch track"], api.Received.Select(static received => $"{received.Request.Target} {received.Body["batch"]![0]!["type"]}"));
    }

    [Theory]
    [InlineData(301, true)]
    [InlineData(401, true)]
    [InlineData(403, true)]
    [InlineData(404, true)]
    [InlineData(408, false)]
    [InlineData(429, false)]
    [InlineData(500, false)]
    [InlineData(503, false)]
    [InlineData(511, false)]
    public async Task What_the_api_does_not_take_now_is_sent_again_until_it_does(int status, bool isMisconfigured)
    {
        using var logs = new WrittenLogs();
        var left = 3;
        await using var api = await TestTrackingApi.StartAsync(context =>
        {
            context.Response.StatusCode = left-- > 0 ? status : 200;
            context.Response.Headers.Location = "/elsewhere";
            return Task.CompletedTask;
        });
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting], build: builder => HurryUp(builder).Logging.AddProvider(logs));
        using var counted = new CountedOutcomes(edge, "gatehouse.deliveries");

        using var first = await edge.PostEventAsync("i", """{"anonymousId":"ANON-7","userId":"USER-7"}""", ("Cookie", "session=SESSION-7"));
        using var second = await edge.PostEventAsync("p", Page);

        Assert.Equal(["identify", "identify", "identify", "identify", "page"], api.Events.Select(static one => (string?)one["type"]));
        Assert.Equal(["retried", "retried", "retried", "delivered", "delivered"], counted.Seen.Select(static seen => seen.Outcome));
        Assert.Equal(isMisconfigured ? [1860, 1810, 1811] : [1810, 1811], logs.Lines.Where(static line => line.Id is > 1800 and < 1900).Select(static line => line.Id));
        Assert.DoesNotContain(logs.Lines, static line => line.Text.Contains("WRITEKEY123", StringComparison.Ordinal) || line.Text.Contains("-7", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(413)]
    [InlineData(422)]
    public async Task What_the_api_will_never_take_dies_alone(int status)
    {
        using var logs = new WrittenLogs();
        TestTrackingApi? asked = null;
        await using var api = asked = await TestTrackingApi.StartAsync(context =>
        {
            context.Response.StatusCode = asked!.Received.Last().Body.ToJsonString().Contains("POISON", StringComparison.Ordinal) ? status : 200;
            return Task.CompletedTask;
        });
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting], build: builder => builder.Logging.AddProvider(logs));
        using var counted = new CountedOutcomes(edge, "gatehouse.deliveries");

        using var answer = await edge.PostEventAsync("b", """{"batch":[{"type":"track","event":"1","anonymousId":"A"},{"type":"track","event":"POISON","anonymousId":"A"},{"type":"track","event":"3","anonymousId":"A"}]}""");

        Assert.Equal(["1 POISON 3", "1", "POISON 3", "POISON", "3"], api.Received.Select(static received => string.Join(' ', received.Body["batch"]!.AsArray().Select(static one => (string?)one!["event"]))));
        Assert.Equal(["delivered", "delivered", "dead"], counted.Seen.Select(static seen => seen.Outcome));
        var line = Assert.Single(logs.Lines, static line => line.Id == 1812);
        Assert.DoesNotContain("POISON", line.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_api_is_left_alone_for_as_long_as_it_asks()
    {
        var time = new FakeTimeProvider();
        var asked = new SemaphoreSlim(0);
        var left = 1;
        await using var api = await TestTrackingApi.StartAsync(context =>
        {
            context.Response.StatusCode = left-- > 0 ? 503 : 200;
            context.Response.Headers.RetryAfter = "120";
            asked.Release();
            return Task.CompletedTask;
        });
        var delays = new CountedTimers(time);
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting], build: builder => builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(delays)));

        using var taken = await PostWithoutWaitingAsync(edge);
        await asked.WaitAsync(TestContext.Current.CancellationToken);
        await delays.WaitForAsync(TimeSpan.FromSeconds(120));
        time.Advance(TimeSpan.FromSeconds(119));
        Assert.Single(api.Received);
        time.Advance(TimeSpan.FromSeconds(1));
        await edge.DeliveredAsync();

        Assert.Equal(2, api.Received.Count);
    }

    [Fact]
    public async Task What_an_event_has_waited_does_not_make_it_younger()
    {
        var time = new FakeTimeProvider();
        var left = 1;
        await using var api = await TestTrackingApi.StartAsync(context =>
        {
            context.Response.StatusCode = left-- > 0 ? 503 : 200;
            context.Response.Headers.RetryAfter = "120";
            return Task.CompletedTask;
        });
        var delays = new CountedTimers(time);
        var log = new MemoryEventLog();
        await log.AppendAsync(
            new(
                "shop",
                [
                    Event("a", """{"anonymousId":"A","timestamp":"2026-11-24T10:00:00Z","sentAt":"2026-11-24T12:00:01+02:00"}"""),
                    Event("b", """{"anonymousId":"A","timestamp":"2026-11-24T10:00:00Z","sentAt":"soon"}"""),
                    Event("c", """{"anonymousId":"A"}"""),
                    Event("d", """{"anonymousId":"A","originalTimestamp":"2026-11-24T10:00:00Z"}"""),
                ],
                new() { ReceivedAt = time.GetUtcNow() }),
            TestContext.Current.CancellationToken);
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting], log: log, build: builder => builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(delays)));

        await delays.WaitForAsync(TimeSpan.FromSeconds(120));
        time.Advance(TimeSpan.FromSeconds(120));
        await edge.DeliveredAsync();

        string?[] times = ["1999-12-31T23:59:59.000Z", "2026-11-24T10:00:00.000Z", "2000-01-01T00:00:00.000Z", "2026-11-24T10:00:00.000Z"];
        Assert.Equal([.. times, .. times], api.Events.Select(static one => (string?)one["timestamp"]));
        Assert.All(api.Events, static one => Assert.False(one.ContainsKey("sentAt") || one.ContainsKey("originalTimestamp")));
        Assert.Equal(["2000-01-01T00:00:00.000Z", "2000-01-01T00:02:00.000Z"], api.Received.Select(static received => (string?)received.Body["sentAt"]));

        static ReceivedEvent Event(string id, string json) => new() { Type = EventType.Page, MessageId = id, AnonymousId = "A", Json = Encoding.UTF8.GetBytes(json) };
    }

    [Fact]
    public async Task An_api_that_does_not_answer_is_given_up_and_asked_again()
    {
        var time = new FakeTimeProvider();
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var left = 1;
        await using var api = await TestTrackingApi.StartAsync(async context =>
        {
            if (left-- > 0)
            {
                asked.SetResult();
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default);
            }
        });
        var delays = new CountedTimers(time);
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting], build: builder => builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(delays)));

        using var taken = await PostWithoutWaitingAsync(edge);
        await asked.Task;
        time.Advance(TimeSpan.FromSeconds(10));
        await delays.WaitForAsync(static wait => wait > TimeSpan.Zero && wait < TimeSpan.FromMilliseconds(500));
        time.Advance(TimeSpan.FromMilliseconds(500));
        await edge.DeliveredAsync();

        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        Assert.Equal(2, api.Received.Count);
    }

    [Fact]
    public async Task A_site_whose_api_is_down_does_not_hold_up_another()
    {
        await using var api = await TestTrackingApi.StartAsync();
        await using var edge = await TestEdge.StartAsync(settings:
        [
            api.Setting, ("Hosts:0", "shop.example"),
            ("Gatehouse:Sites:down:Hosts:0", "down.example"), ("Gatehouse:Sites:down:WriteKey", "k"), ("Gatehouse:Sites:down:Segment:TrackingApi", "http://127.0.0.1:1/v1"),
        ]);

        foreach (var host in new[] { "down.example", "shop.example", "down.example", "shop.example" })
        {
            using var answer = await edge.PostEventAsync("p", Page, ("Host", host));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        Assert.Equal(2, api.Received.Count);
    }

    [Fact]
    public async Task The_cursor_follows_each_acknowledged_request()
    {
        var log = new MemoryEventLog();
        await using var api = await TestTrackingApi.StartAsync();
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting], log: log);

        using var one = await edge.PostEventAsync("p", Page);
        using var two = await edge.PostEventAsync("b", """{"batch":[{"type":"page","anonymousId":"A"},{"type":"page","anonymousId":"A"}]}""");

        Assert.Equal([1, 3], log.StoredCursors.Where(static cursor => cursor.Reader == "destination:shop:segment").Select(static cursor => cursor.Position));
    }

    [Fact]
    public async Task What_waits_goes_in_one_request_with_each_events_own_facts()
    {
        var log = new MemoryEventLog();
        await using (var before = await TestEdge.StartAsync(log: log))
        {
            using var one = await before.PostEventAsync("p", """{"anonymousId":"A","sentAt":"2026-11-24T10:00:00Z"}""", ("User-Agent", "One"));
            using var two = await before.PostEventAsync("t", """{"event":"E","anonymousId":"B","sentAt":"2026-11-24T10:00:01Z"}""", ("User-Agent", "Two"));
        }

        await using var api = await TestTrackingApi.StartAsync();
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting], log: log);
        await edge.DeliveredAsync();

        var (request, body) = Assert.Single(api.Received);
        Assert.Equal("/v1/batch", request.Target);
        Assert.StartsWith("Gatehouse/", request.Headers["User-Agent"], StringComparison.Ordinal);
        Assert.True(body.ContainsKey("sentAt"));
        Assert.Equal(["One", "Two"], api.Events.Select(static one => (string?)one["context"]!["userAgent"]));
    }

    [Fact]
    public async Task A_cursor_that_cannot_be_stored_does_not_send_twice()
    {
        using var logs = new WrittenLogs();
        var log = new MemoryEventLog { CursorFailures = 2 };
        await using var api = await TestTrackingApi.StartAsync();
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting], log: log, build: builder => HurryUp(builder).Logging.AddProvider(logs));

        using var answer = await edge.PostEventAsync("p", Page);

        Assert.Single(api.Received);
        Assert.Equal(2, logs.Lines.Count(static line => line.Id == 1814));
    }

    [Fact]
    public async Task A_stop_lets_the_request_under_way_end_and_remembers_it()
    {
        var log = new MemoryEventLog();
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var api = await TestTrackingApi.StartAsync(_ =>
        {
            asked.SetResult();
            return release.Task;
        });
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting], log: log);
        using var answer = await PostWithoutWaitingAsync(edge);
        await asked.Task;
        edge.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(release.SetResult);

        await edge.StopAsync();

        Assert.Single(api.Received);
        Assert.Equal([1], log.StoredCursors.Where(static cursor => cursor.Reader == "destination:shop:segment").Select(static cursor => cursor.Position));
    }

    [Fact]
    public async Task A_changed_configuration_changes_where_events_go()
    {
        await using var before = await TestTrackingApi.StartAsync();
        await using var after = await TestTrackingApi.StartAsync();
        await using var edge = await TestEdge.StartAsync(settings: [before.Setting]);

        using var first = await edge.PostEventAsync("p", Page);
        var readers = edge.Services.GetRequiredService<DeliveryReaders>();
        var old = readers.Find("shop", "segment");
        edge.Configuration["Gatehouse:Sites:shop:Segment:TrackingApi"] = after.Setting.Value + "/";
        edge.Configuration.Reload();
        while (readers.Find("shop", "segment") is not { } reader || ReferenceEquals(reader, old))
        {
            await Task.Yield();
        }

        using var second = await edge.PostEventAsync("p", Page);

        Assert.Single(before.Received);
        Assert.Equal("/v1/batch", Assert.Single(after.Received).Request.Target);
    }

    [Fact]
    public async Task A_destination_that_comes_later_begins_with_what_comes_then()
    {
        await using var api = await TestTrackingApi.StartAsync();
        await using var edge = await TestEdge.StartAsync(log: new MemoryEventLog());

        using var before = await edge.PostEventAsync("p", Page);
        await Cursors.WaitAsync(edge.Services.GetRequiredService<IEventLog>(), "ledger");
        edge.Configuration["Gatehouse:Sites:shop:Segment:TrackingApi"] = api.Setting.Value;
        edge.Configuration.Reload();
        while (edge.Services.GetRequiredService<DeliveryReaders>().Find("shop", "segment") is null)
        {
            await Task.Yield();
        }

        using var after = await edge.PostEventAsync("p", """{"anonymousId":"B"}""");
        Assert.Equal("B", (string?)api.OnlyEvent["anonymousId"]);
    }

    [Fact]
    public async Task A_site_that_is_gone_keeps_no_events()
    {
        var log = new MemoryEventLog();
        await log.StoreCursorAsync("destination:gone:segment", 0, TestContext.Current.CancellationToken);
        await log.StoreCursorAsync("destination:shop:segment", 0, TestContext.Current.CancellationToken);
        await log.StoreCursorAsync("other", 0, TestContext.Current.CancellationToken);
        await using var api = await TestTrackingApi.StartAsync();
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting], log: log);

        using var answer = await edge.PostEventAsync("p", Page);
        Assert.Equal(["destination:shop:segment", "ledger", "other", "projection"], log.Readers.Order(StringComparer.Ordinal));
        Assert.Single(api.Received);
    }

    private static async Task<HttpResponseMessage> PostWithoutWaitingAsync(TestEdge edge)
    {
        using var client = new HttpClient();
        return await client.PostAsync(new Uri(edge.Url + "/seg/events/p"), new StringContent(Page), TestContext.Current.CancellationToken);
    }

    private static RequestDelegate Answer(int status) => context =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    };

    /// <summary>Waits between attempts are over at once.</summary>
    private static WebApplicationBuilder HurryUp(WebApplicationBuilder builder)
    {
        builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(new HurriedTime()));
        return builder;
    }
}
