using System.Net;
using System.Text;
using Gatehouse.Tests.Harness;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Tests.Collect.Collectors;

public sealed class ServerLibraryTests
{
    private const string Event = """{"type":"track","event":"E","userId":"U","groupId":"G","previousId":"P"}""";

    private static (string, string) Basic(string pair) => ("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));

    [Theory]
    [InlineData("track", "/v1/batch")]
    [InlineData("identify", "/v1/batch")]
    [InlineData("page", "/v1/batch")]
    [InlineData("screen", "/v1/batch")]
    [InlineData("group", "/v1/batch")]
    [InlineData("alias", "/v1/batch")]
    [InlineData("t", "/v1/batch")]
    [InlineData("i", "/v1/batch")]
    [InlineData("p", "/v1/batch")]
    [InlineData("s", "/v1/batch")]
    [InlineData("g", "/v1/batch")]
    [InlineData("a", "/v1/batch")]
    public async Task Each_type_is_taken_on_its_path(string name, string upstream)
    {
        await using var api = await TestTrackingApi.StartAsync();
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting]);

        using var answer = await edge.PostEventAsync("/v1/" + name, Event, Basic("WRITEKEY123:"));
        using var slashed = await edge.PostEventAsync("/v1/" + name + "/", Event, Basic("WRITEKEY123:"));

        Assert.Equal("""{"success":true}""", (await answer.JsonAsync()).ToJsonString());
        Assert.Equal(HttpStatusCode.OK, slashed.StatusCode);
        Assert.Equal([upstream, upstream], api.Received.Select(static one => one.Request.Target));
        Assert.All(api.Events, static one => Assert.Equal("U", (string?)one["userId"]));
    }

    [Theory]
    [InlineData("batch")]
    [InlineData("b")]
    [InlineData("import")]
    public async Task A_batch_is_taken_with_each_of_its_events(string name)
    {
        await using var api = await TestTrackingApi.StartAsync();
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting]);

        using var answer = await edge.PostEventAsync("/v1/" + name, $$"""{"batch":[{{Event}},{"type":"page","anonymousId":"A"},{"type":"page"}]}""", Basic("WRITEKEY123:"));

        Assert.Equal("""{"success":true,"refused":[{"index":2,"code":"id_missing"}]}""", (await answer.JsonAsync()).ToJsonString());
        Assert.Equal(["U", null], api.Events.Select(static one => (string?)one["userId"]));
    }

    [Theory]
    [InlineData("""{"event":"E","userId":"U","writeKey":"WRITEKEY123"}""", "/v1/track", null)]
    [InlineData("""{"event":"E","userId":"U","writeKey":"WRITEKEY123"}""", "/v1/track", "Bearer token")]
    [InlineData("""{"event":"E","userId":"U","writeKey":"WRITEKEY123"}""", "/v1/track", "Basic Og==")]
    [InlineData("""{"batch":[{"type":"track","event":"E","userId":"U"}],"writeKey":"WRITEKEY123"}""", "/v1/batch", null)]
    public async Task The_key_may_stand_in_the_body_and_goes_no_further(string body, string path, string? authorization)
    {
        await using var api = await TestTrackingApi.StartAsync();
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting]);

        using var answer = await edge.PostEventAsync(path, body, authorization is null ? [] : [("Authorization", authorization)]);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(api.OnlyEvent.ContainsKey("writeKey"));
        Assert.Equal("Basic V1JJVEVLRVkxMjM6", Assert.Single(api.Received).Request.Headers["Authorization"].ToString());
    }

    [Theory]
    [InlineData("/v1/track", """{"event":"E","userId":"U"}""", null)]
    [InlineData("/v1/track", """{"event":"E","userId":"U","writeKey":"OTHER"}""", null)]
    [InlineData("/v1/track", """{"event":"E","userId":"U","writeKey":null}""", null)]
    [InlineData("/v1/track", """{"event":"E","userId":"U","writeKey":{"a":"WRITEKEY123"}}""", null)]
    [InlineData("/v1/track", """{"event":"E","userId":"U","context":{"writeKey":"WRITEKEY123"}}""", null)]
    [InlineData("/v1/track", """{"event":"E","userId":"U","writeKey":"WRITEKEY123"}""", "Basic T1RIRVI6")]
    [InlineData("/v1/track", """{"event":"E","userId":"U","writeKey":"WRITEKEY123"}""", "Basic ***")]
    [InlineData("/v1/track", """{"event":"E","userId":"U","writeKey":"REDACTED"}""", null)]
    [InlineData("/v1/track", """{"nothing":"right"}""", null)]
    [InlineData("/v1/track", """{"event":"E","userId":"U"}""", "Bearer WRITEKEY123")]
    [InlineData("/v1/batch", """{"batch":[{"type":"track","event":"E","userId":"U","writeKey":"WRITEKEY123"}]}""", null)]
    [InlineData("/v1/batch", """{"batch":[]}""", "Basic")]
    [InlineData("/v1/t", "{", "Basic T1RIRVI6")]
    public async Task A_call_without_the_right_key_is_401(string path, string body, string? authorization)
    {
        await using var api = await TestTrackingApi.StartAsync();
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting]);

        using var answer = await edge.PostEventAsync(path, body, authorization is null ? [] : [("Authorization", authorization)]);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("bad_key", await answer.CodeAsync());
        Assert.Equal("Basic", Assert.Single(answer.Headers.WwwAuthenticate).Scheme);
        Assert.Empty(api.Received);
    }

    [Theory]
    [InlineData("GET", "/v1/track")]
    [InlineData("PUT", "/v1/track")]
    [InlineData("OPTIONS", "/v1/track")]
    [InlineData("POST", "/v1/tracks")]
    [InlineData("POST", "/v1/")]
    [InlineData("POST", "/v1/track/1")]
    [InlineData("POST", "/v1/Track")]
    [InlineData("POST", "/v1/pixel/track")]
    [InlineData("POST", "/v1/users")]
    [InlineData("GET", "/sourceConfig")]
    [InlineData("GET", "/api/s/track")]
    public async Task Whatever_is_no_tracking_call_is_the_websites(string method, string path)
    {
        await using var origin = await TestOrigin.StartAsync(static context => context.Response.WriteAsync("origin"));
        await using var edge = await TestEdge.StartAsync(origin);
        using var request = new HttpRequestMessage(new(method), path);

        using var answer = await edge.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal("origin", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(path, Assert.Single(origin.Seen).Target);
    }

    [Theory]
    [InlineData("/v1/track")]
    [InlineData("/v1/pixel/track")]
    [InlineData("/beacon/v1/batch")]
    [InlineData("/api/s/track")]
    public async Task A_site_without_collectors_keeps_these_paths(string path)
    {
        await using var origin = await TestOrigin.StartAsync(static context => context.Response.WriteAsync("origin"));
        await using var edge = await TestEdge.StartAsync(origin, [("Collectors", "none")]);

        using var posted = await edge.PostEventAsync(path, Event, Basic("WRITEKEY123:"));
        using var got = await edge.Client.GetAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal(2, origin.Seen.Count);
    }

    [Fact]
    public async Task Only_the_configured_collectors_take_calls()
    {
        await using var origin = await TestOrigin.StartAsync(static context => context.Response.WriteAsync("origin"));
        await using var edge = await TestEdge.StartAsync(origin, [("Collectors:0", "jitsu")]);

        using var segment = await edge.PostEventAsync("/v1/track", Event);
        using var jitsu = await edge.PostEventAsync("/api/s/track", Event);

        Assert.Equal("/v1/track", Assert.Single(origin.Seen).Target);
        Assert.Equal(HttpStatusCode.Unauthorized, jitsu.StatusCode);
    }

    [Fact]
    public async Task A_servers_call_has_nothing_of_a_visitor()
    {
        await using var api = await TestTrackingApi.StartAsync();
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting]);

        using var answer = await edge.PostEventAsync("/v1/track", """{"event":"E","userId":"U"}""", Basic("WRITEKEY123:"), ("Cookie", "ajs_anonymous_id=A; ajs_user_id=B"), ("User-Agent", "library/1"));
        using var without = await edge.PostEventAsync("/v1/track", """{"event":"E"}""", Basic("WRITEKEY123:"), ("Cookie", "ajs_anonymous_id=A; ajs_user_id=B"));

        Assert.Empty(answer.Cookies());
        Assert.Equal("id_missing", await without.CodeAsync());
        var received = api.OnlyEvent;
        Assert.False(received.ContainsKey("anonymousId"));
        Assert.False(received.ContainsKey("context"));
    }

    [Theory]
    [InlineData("/v1/track", """{"event":"E","userId":"U","context":{"direct":true}}""", true)]
    [InlineData("/v1/track", """{"event":"E","userId":"U","context":{"direct":false}}""", false)]
    [InlineData("/v1/track", """{"event":"E","userId":"U","context":{"direct":"true"}}""", false)]
    [InlineData("/v1/track", """{"event":"E","userId":"U","context":{"app":{"direct":true}}}""", false)]
    [InlineData("/v1/batch", """{"batch":[{"type":"page","userId":"U"}],"context":{"direct":true}}""", true)]
    [InlineData("/v1/batch", """{"batch":[{"type":"page","userId":"U","context":{"direct":false}}],"context":{"direct":true}}""", false)]
    public async Task The_address_is_the_visitors_when_the_call_says_that_it_is_direct(string path, string body, bool isDirect)
    {
        await using var api = await TestTrackingApi.StartAsync();
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting]);

        using var answer = await edge.PostEventAsync(path, body, Basic("WRITEKEY123:"));

        Assert.Equal(isDirect ? "127.0.0.1" : null, (string?)api.OnlyEvent["context"]?["ip"]);
    }

    [Fact]
    public async Task A_browsers_call_has_the_visitors_ids_and_address()
    {
        await using var api = await TestTrackingApi.StartAsync();
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting]);

        using var answer = await edge.PostEventAsync("/v1/t", """{"event":"E","userId":"U","writeKey":"WRITEKEY123"}""", ("Cookie", "ajs_anonymous_id=A"), ("Sec-Fetch-Site", "same-origin"));

        Assert.Equal("A", (string?)api.OnlyEvent["anonymousId"]);
        Assert.Equal("127.0.0.1", (string?)api.OnlyEvent["context"]?["ip"]);
        Assert.Contains("ajs_user_id", answer.Cookies().Select(static one => one.Key));
    }
}
