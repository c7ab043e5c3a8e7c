using Gatehouse.Tests.Collect;
using Gatehouse.Tests.Harness;
using Gatehouse.Visitors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Tests.Visitors;

public sealed class VisitorCookiesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_first_page_makes_an_anonymous_id()
    {
        await using var edge = await StartAsync();

        using var answer = await GetAsync(edge, "www.shop.example");

        var id = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.Matches("^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", id);
        var cookie = Assert.Single(answer.Cookies());
        Assert.Equal("ajs_anonymous_id", cookie.Key);
        Assert.Equal([id + "; Max-Age=31536000; Domain=shop.example; Path=/; SameSite=Lax; HttpOnly"], cookie);
    }

    [Fact]
    public async Task Known_ids_are_written_for_another_year()
    {
        await using var edge = await StartAsync();

        using var answer = await GetAsync(edge, "www.shop.example", ("Cookie", "ajs_anonymous_id=%22abc%22; ajs_user_id=u@x;y"), ("X-Forwarded-Proto", "https"));

        Assert.Equal("abc", await answer.Content.ReadAsStringAsync(Cancel));
        Assert.Equal(["abc; Max-Age=31536000; Domain=shop.example; Path=/; SameSite=Lax; HttpOnly"], answer.Cookies()["ajs_anonymous_id"]);
        Assert.Equal(["u%40x; Max-Age=31536000; Domain=shop.example; Path=/; SameSite=Lax; HttpOnly"], answer.Cookies()["ajs_user_id"]);
    }

    [Fact]
    public async Task An_old_form_becomes_the_new_one()
    {
        await using var edge = await StartAsync();

        using var answer = await GetAsync(edge, "localhost", ("Cookie", "_sio=A----B; ajs_user=%7B%22id%22%3A%22U%22%7D"));

        Assert.Equal(["A; Max-Age=31536000; Path=/; SameSite=Lax; HttpOnly"], answer.Cookies()["ajs_anonymous_id"]);
        Assert.Equal(["U; Max-Age=31536000; Path=/; SameSite=Lax; HttpOnly"], answer.Cookies()["ajs_user_id"]);
    }

    [Fact]
    public async Task Behind_a_trusted_https_front_cookies_are_secure_and_belong_to_the_outer_host()
    {
        await using var edge = await StartAsync(("Gatehouse:TrustedProxies:0", "127.0.0.1"));

        using var answer = await GetAsync(edge, "inner:8080", ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "www.shop.co.uk:8443"));

        Assert.EndsWith("; Max-Age=31536000; Domain=shop.co.uk; Path=/; SameSite=Lax; HttpOnly; Secure", Assert.Single(answer.Cookies()["ajs_anonymous_id"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shop.example", "shop.example")]
    [InlineData("a.b.shop.example:8080", "shop.example")]
    [InlineData("WWW.Shop.Example.", "shop.example")]
    [InlineData("a.github.io", "a.github.io")]
    [InlineData("www.a.github.io", "a.github.io")]
    [InlineData("www.xn--85x722f.xn--fiqs8s", "xn--85x722f.xn--fiqs8s")]
    [InlineData("github.io", null)]
    [InlineData("co.uk", null)]
    [InlineData("localhost", null)]
    [InlineData("localhost:5000", null)]
    [InlineData("intranet", null)]
    [InlineData("127.0.0.1", null)]
    [InlineData("192.168.1.1:8080", null)]
    [InlineData("[::1]:8080", null)]
    public async Task A_cookie_belongs_to_the_registrable_domain_or_to_the_host_alone(string host, string? domain)
    {
        await using var edge = await StartAsync();

        using var answer = await GetAsync(edge, host);

        var cookie = Assert.Single(answer.Cookies()["ajs_anonymous_id"]);
        Assert.Contains(domain is null ? "; Max-Age=31536000; Path=/;" : $"; Max-Age=31536000; Domain={domain}; Path=/;", cookie, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_forms_of_a_cookie_one_is_ended()
    {
        await using var edge = await StartAsync();

        using var answer = await GetAsync(edge, "www.shop.example", ("Cookie", "ajs_anonymous_id=A; ajs_anonymous_id=B; ajs_user_id=U"));

        Assert.Equal(
            [
                "; Max-Age=0; Path=/; SameSite=Lax; HttpOnly",
                "; Max-Age=0; Domain=www.shop.example; Path=/; SameSite=Lax; HttpOnly",
                "A; Max-Age=31536000; Domain=shop.example; Path=/; SameSite=Lax; HttpOnly",
            ],
            answer.Cookies()["ajs_anonymous_id"]);
        Assert.Single(answer.Cookies()["ajs_user_id"]);
    }

    [Theory]
    [InlineData("ajs_anonymous_id=%0d%0aX: y")]
    [InlineData("ajs_anonymous_id=%")]
    [InlineData("ajs_anonymous_id=%ff%fe")]
    public async Task A_hostile_id_is_replaced_and_never_echoed(string cookie)
    {
        await using var edge = await StartAsync();

        using var answer = await GetAsync(edge, "www.shop.example", ("Cookie", cookie));

        Assert.True(Guid.TryParse(await answer.Content.ReadAsStringAsync(Cancel), out _));
        Assert.False(answer.Headers.Contains("X"));
    }

    [Fact]
    public async Task A_cookie_of_bytes_that_are_no_text_does_not_cost_the_page()
    {
        await using var edge = await StartAsync();

        var answer = await edge.SendRawAsync("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nCookie: other=caf\xe9; ajs_user_id=\xff; ajs_anonymous_id=A\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
        Assert.Contains("Set-Cookie: ajs_anonymous_id=A;", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("ajs_user_id", answer, StringComparison.Ordinal);
    }

    private static Task<TestEdge> StartAsync(params (string Key, string? Value)[] settings) =>
        TestEdge.StartAsync(settings: settings, map: static app => app.MapGet("/", static (HttpContext context) =>
        {
            var edge = EdgeContext.Of(context)!;
            context.RequestServices.GetRequiredService<VisitorCookies>().Renew(context, edge);
            return edge.Visitor.AnonymousId;
        }));

    private static Task<HttpResponseMessage> GetAsync(TestEdge edge, string host, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.TryAddWithoutValidation("Host", host);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return edge.Client.SendAsync(request, Cancel);
    }
}
