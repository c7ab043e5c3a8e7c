using System.Net;
using Gatehouse.Tests.Harness;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Tests.Collect;

public sealed class EventRoutesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("t", "/v1/batch", "track")]
    [InlineData("track", "/v1/batch", "track")]
    [InlineData("p", "/v1/batch", "page")]
    [InlineData("page", "/v1/batch", "page")]
    [InlineData("i", "/v1/batch", "identify")]
    [InlineData("identify", "/v1/batch", "identify")]
    [InlineData("g", "/v1/batch", "group")]
    [InlineData("group", "/v1/batch", "group")]
    [InlineData("a", "/v1/batch", "alias")]
    [InlineData("alias", "/v1/batch", "alias")]
    [InlineData("s", "/v1/batch", "screen")]
    [InlineData("screen", "/v1/batch", "screen")]
    public async Task Every_method_and_alias_reaches_the_tracking_api(string method, string path, string type)
    {
        await using var api = await TestTrackingApi.StartAsync();
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting]);
        const string body = """{"event":"E","groupId":"G","userId":"U","previousId":"P","anonymousId":"A","type":"nonsense"}""";

        foreach (var route in (string[])["/seg/events/" + method, "/seg/events/" + method + "/", "/seg/evs/" + method, "/seg/evs/" + method + "/"])
        {
            using var answer = await edge.PostEventAsync(route, body);

            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal("""{"success":true}""", (await answer.JsonAsync()).ToJsonString());
        }

        Assert.Equal(4, api.Received.Count);
        Assert.All(api.Received, received =>
        {
            Assert.Equal(path, received.Request.Target);
            Assert.Equal(type, (string?)received.Body["batch"]![0]!["type"]);
        });
    }

    [Theory]
    [InlineData("b")]
    [InlineData("batch")]
    public async Task A_batch_reaches_the_tracking_api_in_order_each_event_once(string method)
    {
        await using var api = await TestTrackingApi.StartAsync();
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting]);

        using var answer = await edge.PostEventAsync(method, """{"batch":[{"type":"track","event":"1","anonymousId":"A"},{"type":"page","anonymousId":"A"},{"type":"track","event":"3","anonymousId":"A"}],"sentAt":"2026-11-24T10:00:00.131Z","writeKey":"REDACTED"}""");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var (request, _) = Assert.Single(api.Received);
        Assert.Equal("/v1/batch", request.Target);
        Assert.All(api.Events, static one => Assert.False(one.ContainsKey("sentAt")));
        Assert.Equal(["1", null, "3"], api.Events.Select(static one => (string?)one["event"]));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("")]
    [InlineData("T")]
    [InlineData("t//")]
    [InlineData("t/x")]
    [InlineData("t%2Fx")]
    [InlineData("%2e%2e%2fadmin")]
    [InlineData("tt")]
    public async Task An_unknown_method_is_404_and_goes_nowhere(string method)
    {
        await using var api = await TestTrackingApi.StartAsync();
        await using var origin = await TestOrigin.StartAsync(static context => context.Response.WriteAsync("origin"));
        await using var edge = await TestEdge.StartAsync(origin, [api.Setting]);

        using var answer = await edge.PostEventAsync(method, """{"event":"E","anonymousId":"A"}""");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("unknown_method", await answer.CodeAsync());
        Assert.Empty(origin.Seen);
        Assert.Empty(api.Received);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PROPFIND")]
    public async Task Other_http_methods_are_405(string method)
    {
        await using var origin = await TestOrigin.StartAsync(static context => context.Response.WriteAsync("origin"));
        await using var edge = await TestEdge.StartAsync(origin);
        using var request = new HttpRequestMessage(new(method), "/seg/events/t");

        using var answer = await edge.Client.SendAsync(request, Cancel);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal(["POST", "OPTIONS"], answer.Content.Headers.Allow);
        Assert.Equal("method_not_allowed", await answer.CodeAsync());
        Assert.Empty(origin.Seen);
    }

    [Fact]
    public async Task The_librarys_own_metrics_are_answered_and_dropped()
    {
        await using var api = await TestTrackingApi.StartAsync();
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting]);

        using var answer = await edge.PostEventAsync("m", """{"series":[{"type":"Counter","metric":"analytics_js.invoke","value":1}]}""");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(answer.Cookies());
        Assert.Empty(api.Received);
    }

    [Fact]
    public async Task Without_a_tracking_api_events_are_taken_all_the_same()
    {
        var log = new MemoryEventLog();
        await using var edge = await TestEdge.StartAsync(log: log);

        using var answer = await edge.PostEventAsync("t", """{"event":"E","anonymousId":"A"}""");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("""{"success":true}""", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(1, log.Next);
    }
}
