using System.Net;
using Gatehouse.Sites;
using Gatehouse.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Tests.Sites;

public sealed class SiteSelectionTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("www.shop.example", "shop")]
    [InlineData("WWW.shop.example:8080", "shop")]
    [InlineData("eu.blog.example", "blog")]
    [InlineData("a.b.blog.example", "blog")]
    [InlineData("x.de.blog.example", "german")]
    public async Task A_host_finds_its_site_by_exact_name_then_by_the_longest_domain(string host, string site)
    {
        await using var edge = await StartAsync();

        using var answer = await edge.Client.SendAsync(For(host), Cancel);

        Assert.Equal(site, await answer.Content.ReadAsStringAsync(Cancel));
    }

    [Theory]
    [InlineData("unknown.example")]
    [InlineData("blog.example")]
    [InlineData("notblog.example")]
    [InlineData("127.0.0.1")]
    public async Task An_unknown_host_is_misdirected_and_not_repeated(string host)
    {
        await using var edge = await StartAsync();

        using var answer = await edge.Client.SendAsync(For(host), Cancel);

        Assert.Equal(HttpStatusCode.MisdirectedRequest, answer.StatusCode);
        Assert.DoesNotContain(host, await answer.Content.ReadAsStringAsync(Cancel), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("evil.test'+alert(1)+'")]
    [InlineData("evil\"-alert(1)-\".test")]
    [InlineData("a,b")]
    public async Task A_host_that_is_none_is_refused_even_where_every_host_is_welcome(string host)
    {
        await using var edge = await TestEdge.StartAsync();

        var answer = await edge.SendRawAsync($"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");

        Assert.Matches("^HTTP/1.1 4(00|21)", answer);
        Assert.DoesNotContain("evil", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trusted_proxy_says_how_the_browser_sees_the_request()
    {
        await using var edge = await StartAsync([("Gatehouse:TrustedProxies:0", "127.0.0.1")], Describe);
        using var request = For("internal");
        request.Headers.Add("X-Forwarded-Host", "elsewhere.example, www.shop.example");
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-For", "198.51.100.7, 203.0.113.9, 127.0.0.1");

        using var answer = await edge.Client.SendAsync(request, Cancel);

        Assert.Equal("shop https www.shop.example 203.0.113.9", await answer.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task A_stranger_says_nothing_of_the_kind()
    {
        await using var edge = await StartAsync([("Gatehouse:TrustedProxies:0", "10.0.0.0/8")], Describe);
        using var request = For("www.shop.example");
        request.Headers.Add("X-Forwarded-Host", "eu.blog.example");
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-For", "203.0.113.9");

        using var answer = await edge.Client.SendAsync(request, Cancel);

        Assert.Equal("shop http www.shop.example 127.0.0.1", await answer.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task A_reload_is_for_new_requests_and_a_bad_one_changes_nothing()
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var edge = await TestEdge.StartAsync(
            map: app => app.MapGet("/{path}", async (HttpContext context) =>
            {
                if (context.Request.Path == "/slow")
                {
                    entered.SetResult();
                    await go.Task;
                }

                await context.Response.WriteAsync(EdgeContext.Of(context)!.Site.Settings.RoutePrefix);
            }));
        var slow = edge.Client.GetStringAsync("/slow", Cancel);
        await entered.Task.WaitAsync(Cancel);

        edge.Configuration["Gatehouse:Sites:shop:RoutePrefix"] = "not/a/prefix";
        edge.Configuration.Reload();
        Assert.Equal("seg", await edge.Client.GetStringAsync("/now", Cancel));

        edge.Configuration["Gatehouse:Sites:shop:RoutePrefix"] = "gh";
        edge.Configuration.Reload();
        Assert.Equal("gh", await edge.Client.GetStringAsync("/now", Cancel));

        go.SetResult();
        Assert.Equal("seg", await slow);
    }

    private static Task<TestEdge> StartAsync(IEnumerable<(string Key, string? Value)>? more = null, Func<EdgeContext, string>? describe = null) => TestEdge.StartAsync(
        settings:
        [
            ("Hosts:0", "www.shop.example"),
            ("Gatehouse:Sites:blog:Hosts:0", "*.blog.example"),
            ("Gatehouse:Sites:german:Hosts:0", "*.de.blog.example"),
            .. more ?? [],
        ],
        map: app => app.MapGet("/", (HttpContext context) => context.Response.WriteAsync((describe ?? (static edge => edge.Site.Name))(EdgeContext.Of(context)!))));

    private static string Describe(EdgeContext edge) => $"{edge.Site.Name} {edge.Scheme} {edge.Host.Value} {edge.ClientAddress}";

    private static HttpRequestMessage For(string host) => new(HttpMethod.Get, "/") { Headers = { Host = host } };
}
