using System.Net;
using System.Text.Json.Nodes;
using Gatehouse.Tests.Harness;

namespace Gatehouse.Tests.Collect.Collectors;

public sealed class DialectTests
{
    private const string RudderEvent = """{"type":"track","event":"E","anonymousId":"","messageId":"m1","channel":"web","originalTimestamp":"2026-11-24T10:00:00.000Z"}""";
    private static readonly (string, string) Basic = ("Authorization", "Basic V1JJVEVLRVkxMjM6");
    private static readonly (string, string) Browser = ("Sec-Fetch-Site", "same-origin");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/v1/track", RudderEvent)]
    [InlineData("/v1/batch", $$"""{"batch":[{{RudderEvent}}],"sentAt":"2026-11-24T10:00:01.000Z"}""")]
    public async Task RudderStacks_library_hears_OK_and_its_header_names_the_visitor(string path, string body)
    {
        await using var api = await TestTrackingApi.StartAsync();
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting]);

        using var answer = await edge.PostEventAsync(path, body, Basic, Browser, ("AnonymousId", Convert.ToBase64String("r-1"u8)));

        Assert.Equal("OK", await answer.Content.ReadAsStringAsync(Cancel));
        Assert.Equal("text/plain; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        Assert.Equal("r-1", (string?)api.OnlyEvent["anonymousId"]);
        Assert.Equal("web", (string?)api.OnlyEvent["channel"]);
    }

    [Theory]
    [InlineData("/beacon/v1/batch?writeKey=WRITEKEY123", 200)]
    [InlineData("/beacon/v1/batch?writeKey=OTHER", 401)]
    [InlineData("/beacon/v1/batch", 401)]
    public async Task A_beacon_shows_its_key_in_the_query(string path, int status)
    {
        await using var api = await TestTrackingApi.StartAsync();
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting]);

        using var answer = await edge.PostEventAsync(path, """{"batch":[{"type":"page","anonymousId":"A"}]}""", Browser);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(status == 200 ? 1 : 0, api.Received.Count);
    }

    [Fact]
    public async Task RudderStacks_image_is_an_event()
    {
        await using var api = await TestTrackingApi.StartAsync();
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting]);

        using var answer = await edge.Client.GetAsync("/pixel/v1/page?writeKey=WRITEKEY123&anonymousId=A&properties.path=/x", Cancel);

        Assert.Equal("image/gif", answer.Content.Headers.ContentType?.ToString());
        Assert.Equal("/x", (string?)api.OnlyEvent["properties"]?["path"]);
    }

    [Fact]
    public async Task RudderStacks_library_is_told_to_start()
    {
        await using var edge = await TestEdge.StartAsync();

        using var answer = await edge.Client.GetAsync("/sourceConfig/?p=npm&v=3.34.1&build=modern&writeKey=WRITEKEY123&lockIntegrationsVersion=false", Cancel);
        using var wrong = await edge.Client.GetAsync("/sourceConfig/?writeKey=OTHER", Cancel);

        var source = (await answer.JsonAsync())["source"]!.AsObject();
        Assert.True((bool)source["enabled"]!);
        Assert.Equal("shop", (string?)source["id"]);
        Assert.IsType<JsonObject>(source["config"]);
        Assert.Empty(source["destinations"]!.AsArray());
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
    }

    [Fact]
    public async Task What_nothing_here_can_mean_is_refused()
    {
        await using var edge = await TestEdge.StartAsync();

        using var answer = await edge.PostEventAsync("/v1/merge", "{}", Basic);

        Assert.Equal("unknown_method", await answer.CodeAsync());
    }

    [Theory]
    [InlineData("/api/s/track", "X-Write-Key", "WRITEKEY123")]
    [InlineData("/api/s/track", "X-Write-Key", "id:WRITEKEY123")]
    [InlineData("/api/s/track?writeKey=WRITEKEY123", "X-Enable-Debug", "true")]
    [InlineData("/api/s/track", "Authorization", "Basic aWQ6V1JJVEVLRVkxMjM=")]
    [InlineData("/api/s/s2s/track", "X-Write-Key", "WRITEKEY123")]
    [InlineData("/api/s/event", "X-Write-Key", "WRITEKEY123")]
    public async Task Jitsus_client_hears_ok(string path, string header, string value)
    {
        await using var api = await TestTrackingApi.StartAsync();
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting]);

        using var answer = await edge.PostEventAsync(path, """{"type":"track","event":"E","anonymousId":"j-1","writeKey":"id:***"}""", (header, value));

        Assert.Equal("""{"ok":true}""", (await answer.JsonAsync()).ToJsonString());
        Assert.Equal("j-1", (string?)api.OnlyEvent["anonymousId"]);
    }

    [Theory]
    [InlineData("X-Write-Key", "OTHER")]
    [InlineData("X-Write-Key", "WRITEKEY123:other")]
    [InlineData("X-Enable-Debug", "true")]
    public async Task Jitsus_client_needs_the_key_in_a_header(string header, string value)
    {
        await using var edge = await TestEdge.StartAsync();

        using var answer = await edge.PostEventAsync("/api/s/track", """{"event":"E","anonymousId":"j-1","writeKey":"WRITEKEY123"}""", (header, value));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Theory]
    [InlineData("/api/s/page", "__eventn_id=j-1; __eventn_uid=u-1", "j-1", "u-1")]
    [InlineData("/api/s/page", "__eventn_id=j-1; ajs_anonymous_id=A", "A", null)]
    public async Task Jitsus_cookies_name_the_visitor_when_there_are_no_others(string path, string cookies, string anonymousId, string? userId)
    {
        await using var api = await TestTrackingApi.StartAsync();
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting]);

        using var browser = await edge.PostEventAsync(path, "{}", ("X-Write-Key", "WRITEKEY123"), Browser, ("Cookie", cookies));
        using var server = await edge.PostEventAsync(path.Replace("/s/", "/s/s2s/", StringComparison.Ordinal), "{}", ("X-Write-Key", "WRITEKEY123"), Browser, ("Cookie", cookies));

        Assert.Equal("id_missing", await server.CodeAsync());
        Assert.Equal(anonymousId, (string?)api.OnlyEvent["anonymousId"]);
        Assert.Equal(userId, (string?)api.OnlyEvent["userId"]);
    }

    [Theory]
    [InlineData("/v1/track", "authorization")]
    [InlineData("/beacon/v1/batch", "rsa-retry-attempt")]
    [InlineData("/api/s/track", "x-write-key")]
    public async Task A_preflight_of_an_allowed_origin_grants_the_clients_own_headers(string path, string header)
    {
        await using var edge = await TestEdge.StartAsync(settings: [("AllowedOrigins:0", "https://app.example")]);
        using var request = new HttpRequestMessage(HttpMethod.Options, path);
        request.Headers.TryAddWithoutValidation("Origin", "https://app.example");
        request.Headers.TryAddWithoutValidation("Access-Control-Request-Method", "POST");

        using var answer = await edge.Client.SendAsync(request, Cancel);
        using var refused = await edge.PostEventAsync(path, "{}", ("Origin", "https://app.example"));

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Contains(header, Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Headers")), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal("https://app.example", Assert.Single(refused.Headers.GetValues("Access-Control-Allow-Origin")));
    }
}
