using System.Net;
using Gatehouse.Tests.Collect;
using Gatehouse.Tests.Harness;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Tests.Visitors;

public sealed class ResetTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET", "/seg/reset")]
    [InlineData("POST", "/seg/reset")]
    [InlineData("POST", "/seg/reset/")]
    [InlineData("HEAD", "/seg/reset")]
    public async Task A_reset_ends_all_ids_in_both_forms(string method, string path)
    {
        await using var edge = await TestEdge.StartAsync();

        using var answer = await SendAsync(edge, method, path, ("Host", "www.shop.example"), ("Sec-Fetch-Site", "same-origin"), ("Cookie", "ajs_user_id=U; ajs_user=U; _sio=A----U"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        Assert.Equal(method == "HEAD" ? "" : """{"success":true}""", await answer.Content.ReadAsStringAsync(Cancel));
        Assert.Equal("""{"success":true}""".Length, answer.Content.Headers.ContentLength);
        var cookies = answer.Cookies();
        Assert.Equal(["_sio", "ajs_anonymous_id", "ajs_group_id", "ajs_user", "ajs_user_id"], cookies.Select(static cookie => cookie.Key).Order(StringComparer.Ordinal));
        Assert.All(cookies, static cookie => Assert.Equal(
            [
                "; Max-Age=0; Domain=shop.example; Path=/; SameSite=Lax; HttpOnly",
                "; Max-Age=0; Path=/; SameSite=Lax; HttpOnly",
                "; Max-Age=0; Domain=www.shop.example; Path=/; SameSite=Lax; HttpOnly",
            ],
            cookie));
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "same-origin")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Origin", "https://www.shop.example")]
    [InlineData("Origin", "http://www.shop.example:8080")]
    [InlineData("Origin", "https://checkout.shop.example")]
    [InlineData("Origin", "https://shop.example")]
    [InlineData("Referer", "https://www.shop.example/cart?a=b")]
    [InlineData("Referer", "https://checkout.shop.example/")]
    [InlineData("Origin", "https://partner.example")]
    public async Task The_sites_own_pages_may_reset(string header, string value)
    {
        await using var edge = await TestEdge.StartAsync(settings: [("AllowedOrigins:0", "https://partner.example")]);

        using var answer = await SendAsync(edge, "GET", "/seg/reset", ("Host", "www.shop.example"), (header, value));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.NotEmpty(answer.Cookies());
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "none")]
    [InlineData("Sec-Fetch-Site", "")]
    [InlineData("Sec-Fetch-Site", "nonsense")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "https://www.shop.example.evil.com")]
    [InlineData("Origin", "https://evilshop.example")]
    [InlineData("Origin", "https://www.shop.example@evil.com")]
    [InlineData("Origin", "www.shop.example")]
    [InlineData("Origin", "https://")]
    [InlineData("Referer", "https://evil.example/?https://www.shop.example/")]
    [InlineData("Referer", "https://evil.example\\.shop.example/")]
    [InlineData("Referer", "about:blank")]
    [InlineData("Referer", "https://example/")]
    public async Task A_reset_from_another_site_is_refused(string? header, string? value)
    {
        await using var edge = await TestEdge.StartAsync();

        using var answer = await SendAsync(edge, "GET", "/seg/reset", ("Host", "www.shop.example"), (header ?? "X-Nothing", value ?? ""));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("foreign_reset", await answer.CodeAsync());
        Assert.Empty(answer.Cookies());
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task A_foreign_fetch_cannot_hide_behind_a_referer_of_ours()
    {
        await using var edge = await TestEdge.StartAsync();

        using var answer = await SendAsync(edge, "GET", "/seg/reset", ("Host", "www.shop.example"), ("Sec-Fetch-Site", "cross-site"), ("Referer", "https://www.shop.example/"));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Neighbours_below_a_public_suffix_are_foreign()
    {
        await using var edge = await TestEdge.StartAsync();

        using var answer = await SendAsync(edge, "GET", "/seg/reset", ("Host", "a.github.io"), ("Origin", "https://b.github.io"));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task A_configured_origin_may_read_the_answer()
    {
        await using var edge = await TestEdge.StartAsync(settings: [("AllowedOrigins:0", "https://partner.example")]);

        using var answer = await SendAsync(edge, "POST", "/seg/reset", ("Origin", "https://partner.example"), ("Sec-Fetch-Site", "cross-site"));

        Assert.Equal("https://partner.example", answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Equal("true", answer.Headers.GetValues("Access-Control-Allow-Credentials").Single());
        Assert.Equal(["Origin"], answer.Headers.Vary);
    }

    [Fact]
    public async Task Other_methods_and_preflights_never_reach_the_origin()
    {
        await using var origin = await TestOrigin.StartAsync(static context => context.Response.WriteAsync("origin"));
        await using var edge = await TestEdge.StartAsync(origin);

        using var deleted = await SendAsync(edge, "DELETE", "/seg/reset");
        using var preflight = await SendAsync(edge, "OPTIONS", "/seg/reset", ("Origin", "https://evil.example"), ("Access-Control-Request-Method", "POST"));

        Assert.Equal(HttpStatusCode.MethodNotAllowed, deleted.StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, preflight.StatusCode);
        Assert.False(preflight.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.Empty(origin.Seen);
    }

    private static Task<HttpResponseMessage> SendAsync(TestEdge edge, string method, string path, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(new(method), path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return edge.Client.SendAsync(request, Cancel);
    }
}
