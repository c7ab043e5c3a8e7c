using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Gatehouse.Tests.Harness;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Tests.Variations;

public sealed class VariationTests
{
    private static readonly (string, string?)[] RedAndGreen =
    [
        ("ProfileWebhook:Username", "u"),
        ("ProfileWebhook:Password", "p"),
        ("Variations:0:Path", "/"),
        ("Variations:0:Serve:0:When:Trait", "red_group"),
        ("Variations:0:Serve:0:Path", "/red"),
        ("Variations:0:Serve:1:When:Trait", "green_group"),
        ("Variations:0:Serve:1:Path", "/green"),
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_pushed_profile_decides_the_very_next_page()
    {
        await using var origin = await TestOrigin.StartAsync(Echo);
        await using var edge = await TestEdge.StartAsync(origin, RedAndGreen);

        Assert.Equal("/", await PageAsync(edge, "/", "ajs_user_id=u1"));
        await PushAsync(edge, """{"type":"identify","userId":"u1","traits":{"red_group":true}}""");
        Assert.Equal("/red", await PageAsync(edge, "/", "ajs_user_id=u1"));
        await PushAsync(edge, """{"type":"identify","userId":"u1","traits":{"red_group":false,"green_group":"true"}}""");
        Assert.Equal("/green", await PageAsync(edge, "/", "ajs_user_id=u1"));
        Assert.Equal("/", await PageAsync(edge, "/", "ajs_user_id=u2"));
    }

    [Fact]
    public async Task The_query_is_kept_and_the_path_is_exact()
    {
        await using var origin = await TestOrigin.StartAsync(Echo);
        await using var edge = await TestEdge.StartAsync(origin, RedAndGreen);
        await PushAsync(edge, """{"type":"identify","userId":"u1","traits":{"red_group":true}}""");

        Assert.Equal("/red?a=1&b=%20", await PageAsync(edge, "/?a=1&b=%20", "ajs_user_id=u1"));
        Assert.Equal("/red2", await PageAsync(edge, "/red2", "ajs_user_id=u1"));
    }

    [Fact]
    public async Task Only_GET_and_HEAD_are_varied()
    {
        await using var origin = await TestOrigin.StartAsync(Echo);
        await using var edge = await TestEdge.StartAsync(origin, RedAndGreen);
        await PushAsync(edge, """{"type":"identify","userId":"u1","traits":{"red_group":true}}""");

        using var post = await SendAsync(edge, HttpMethod.Post, "/", "ajs_user_id=u1");
        Assert.Equal("/", await post.Content.ReadAsStringAsync(Cancel));
        using var head = await SendAsync(edge, HttpMethod.Head, "/", "ajs_user_id=u1");
        Assert.Equal(["POST /", "HEAD /red"], origin.Seen.Select(static seen => $"{seen.Method} {seen.Target}"));
    }

    [Fact]
    public async Task An_anonymous_visitor_has_a_profile_too()
    {
        await using var origin = await TestOrigin.StartAsync(Echo);
        await using var edge = await TestEdge.StartAsync(origin, RedAndGreen);
        await PushAsync(edge, """{"type":"identify","anonymousId":"0f6b7a52-6d1c-4b0e-8a53-1c9d2e4f7a10","userId":null,"traits":{"red_group":true}}""");

        Assert.Equal("/red", await PageAsync(edge, "/", "ajs_anonymous_id=0f6b7a52-6d1c-4b0e-8a53-1c9d2e4f7a10"));
        Assert.Equal("/", await PageAsync(edge, "/", null));
    }

    [Fact]
    public async Task A_rule_in_code_comes_before_the_configured_one()
    {
        await using var origin = await TestOrigin.StartAsync(Echo);
        await using var edge = await TestEdge.StartAsync(origin, RedAndGreen, static edge => edge
            .MapVariation("/", static profile => profile.Number("ltv") > 100 ? "/rich" : null)
            .MapVariation("/", static profile => profile.Text("plan") is { } plan ? "/" + plan : null)
            .MapVariation("/none", static _ => "/some"));
        await PushAsync(edge, """{"type":"identify","userId":"u1","traits":{"red_group":true}}""");
        Assert.Equal("/red", await PageAsync(edge, "/", "ajs_user_id=u1"));
        await PushAsync(edge, """{"type":"identify","userId":"u1","traits":{"plan":"gold"}}""");
        Assert.Equal("/gold", await PageAsync(edge, "/", "ajs_user_id=u1"));
        await PushAsync(edge, """{"type":"identify","userId":"u1","traits":{"ltv":120.5}}""");
        Assert.Equal("/rich", await PageAsync(edge, "/", "ajs_user_id=u1"));
        Assert.Equal("/some", await PageAsync(edge, "/none", null));
    }

    [Fact]
    public async Task A_rule_that_throws_gives_the_page_itself()
    {
        await using var origin = await TestOrigin.StartAsync(Echo);
        await using var edge = await TestEdge.StartAsync(origin, configure: static edge => edge.MapVariation("/", static _ => throw new InvalidOperationException("no")));

        Assert.Equal("/", await PageAsync(edge, "/", "ajs_user_id=u1"));
    }

    [Theory]
    [InlineData("red")]
    [InlineData("")]
    [InlineData("//evil.example/")]
    [InlineData("/a//b")]
    [InlineData("/\\evil.example")]
    [InlineData("/a\r\nX: y")]
    [InlineData("/a?b=c")]
    [InlineData("/a#b")]
    [InlineData("/a/../b")]
    [InlineData("/%2e%2E/b")]
    [InlineData("/.")]
    [InlineData("http://evil.example/")]
    public async Task A_rule_that_picks_no_path_gives_the_page_itself(string picked)
    {
        await using var origin = await TestOrigin.StartAsync(Echo);
        await using var edge = await TestEdge.StartAsync(origin, configure: edge => edge.MapVariation("/", _ => picked));

        Assert.Equal("/", await PageAsync(edge, "/", "ajs_user_id=u1"));
    }

    [Fact]
    public async Task A_served_path_is_encoded_for_the_origin()
    {
        await using var origin = await TestOrigin.StartAsync(Echo);
        await using var edge = await TestEdge.StartAsync(origin, configure: static edge => edge.MapVariation("/", static _ => "/été rouge"));

        Assert.Equal("/%C3%A9t%C3%A9%20rouge", await PageAsync(edge, "/", null));
    }

    [Fact]
    public async Task An_endpoint_of_the_application_is_picked_by_the_served_path()
    {
        await using var edge = await TestEdge.StartAsync(
            configure: static edge => edge.MapVariation("/", static _ => "/red"),
            map: static app => Microsoft.AspNetCore.Builder.EndpointRouteBuilderExtensions.MapGet(app, "/red", static (HttpContext context) => context.Response.WriteAsync(
                $"{EdgeContext.Of(context)!.IsVaried} {EdgeContext.Of(context)!.ServedPath}")));

        Assert.Equal("True /red", await PageAsync(edge, "/", null));
    }

    private static Task Echo(HttpContext context) => context.Response.WriteAsync(SeenRequest.Of(context.Request).Target);

    private static async Task<string> PageAsync(TestEdge edge, string path, string? cookie)
    {
        using var answer = await SendAsync(edge, HttpMethod.Get, path, cookie);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(Cancel);
    }

    private static async Task<HttpResponseMessage> SendAsync(TestEdge edge, HttpMethod method, string path, string? cookie)
    {
        using var request = new HttpRequestMessage(method, edge.Url + path);
        if (cookie is not null)
        {
            request.Headers.Add("Cookie", cookie);
        }

        return await edge.Client.SendAsync(request, Cancel);
    }

    private static async Task PushAsync(TestEdge edge, string json)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, edge.Url + "/seg/profiles") { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String("u:p"u8));
        using var answer = await edge.Client.SendAsync(request, Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
