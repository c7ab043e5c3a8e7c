using System.Net;
using Gatehouse.Tests.Harness;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Tests.Origin;

public sealed class ForwardingTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_page_comes_from_the_origin_with_its_bytes_and_the_browsers_host()
    {
        await using var origin = await TestOrigin.StartAsync(static context => context.Response.WriteAsync("plain from the origin"));
        await using var edge = await TestEdge.StartAsync(origin);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/a/b?c=d") { Headers = { Host = "www.shop.example" } };

        using var answer = await edge.Client.SendAsync(request, Cancel);

        Assert.Equal("plain from the origin", await answer.Content.ReadAsStringAsync(Cancel));
        var seen = Assert.Single(origin.Seen);
        Assert.Equal("/a/b?c=d", seen.Target);
        Assert.Equal("www.shop.example", seen.Headers["Host"]);
        Assert.Equal("127.0.0.1", seen.Headers["X-Forwarded-For"]);
        Assert.Equal("http", seen.Headers["X-Forwarded-Proto"]);
        Assert.Equal("www.shop.example", seen.Headers["X-Forwarded-Host"]);
    }

    [Fact]
    public async Task The_origin_sees_its_own_host_when_the_site_says_so()
    {
        await using var origin = await TestOrigin.StartAsync(static _ => Task.CompletedTask);
        await using var edge = await TestEdge.StartAsync(origin, [("OriginHost", "origin")]);

        using var answer = await edge.Client.GetAsync("/", Cancel);

        Assert.Equal(new Uri(origin.Url).Authority, Assert.Single(origin.Seen).Headers["Host"]);
    }

    [Theory]
    [InlineData("/plain?x=1&y=%20", "/plain?x=1&y=%20")]
    [InlineData("/a%2Fb/%41%2e?q=%41", "/a%2Fb/%41%2e?q=%41")]
    [InlineData("//elsewhere.example/x", "//elsewhere.example/x")]
    [InlineData("/@elsewhere.example/", "/@elsewhere.example/")]
    [InlineData("/:80@elsewhere.example", "/:80@elsewhere.example")]
    [InlineData("/\\elsewhere.example/", "/\\elsewhere.example/")]
    [InlineData("/a/../b?c=/../d", "/b?c=/../d")]
    [InlineData("/a/%2E%2e/%2e/b", "/b")]
    [InlineData("/a/.../..b/c..", "/a/.../..b/c..")]
    [InlineData("/../../etc", "/etc")]
    public async Task Whatever_the_request_target_is_it_stays_a_path_of_the_configured_origin(string target, string seen)
    {
        await using var origin = await TestOrigin.StartAsync(static context => context.Response.WriteAsync("origin"));
        await using var edge = await TestEdge.StartAsync(origin);

        var answer = await edge.SendRawAsync($"GET {target} HTTP/1.1\r\nHost: shop.example\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
        Assert.Equal(seen, Assert.Single(origin.Seen).Target);
    }

    [Fact]
    public async Task The_authority_of_an_absolute_target_chooses_no_upstream()
    {
        await using var elsewhere = await TestOrigin.StartAsync(static _ => Task.CompletedTask);
        await using var origin = await TestOrigin.StartAsync(static _ => Task.CompletedTask);
        await using var edge = await TestEdge.StartAsync(origin);
        var authority = new Uri(elsewhere.Url).Authority;

        var answer = await edge.SendRawAsync($"GET http://{authority}/x?y=1 HTTP/1.1\r\nHost: {authority}\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
        Assert.Empty(elsewhere.Seen);
        Assert.Equal("/x?y=1", Assert.Single(origin.Seen).Target);
    }

    [Theory]
    [InlineData("GET @elsewhere.example/ HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET elsewhere.example HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("CONNECT elsewhere.example:80 HTTP/1.1\r\nHost: elsewhere.example:80\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked, x\r\n\r\n")]
    public async Task A_request_that_is_none_is_refused_and_reaches_no_upstream(string request)
    {
        await using var origin = await TestOrigin.StartAsync(static _ => Task.CompletedTask);
        await using var edge = await TestEdge.StartAsync(origin);

        var answer = await edge.SendRawAsync(request.Replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n", StringComparison.Ordinal));

        Assert.Matches("^HTTP/1.1 4[0-9][0-9]", answer);
        Assert.DoesNotContain("elsewhere", answer, StringComparison.Ordinal);
        Assert.Empty(origin.Seen);
    }

    [Fact]
    public async Task Headers_meant_for_one_hop_go_no_further_in_either_direction()
    {
        await using var origin = await TestOrigin.StartAsync(static context =>
        {
            context.Response.Headers.Connection = "X-Hop-Back";
            context.Response.Headers["X-Hop-Back"] = "secret";
            context.Response.Headers["X-Stays"] = "yes";
            return Task.CompletedTask;
        });
        await using var edge = await TestEdge.StartAsync(origin);

        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Connection.Add("X-Hop");
        request.Headers.Add("X-Hop", "1");
        request.Headers.Add("Keep-Alive", "timeout=5");
        request.Headers.Add("Proxy-Connection", "x");
        request.Headers.Add("X-Stays", "1");
        using var answer = await edge.Client.SendAsync(request, Cancel);

        var seen = Assert.Single(origin.Seen).Headers;
        Assert.Equal("1", seen["X-Stays"]);
        Assert.DoesNotContain("X-Hop", seen.Keys);
        Assert.DoesNotContain("Keep-Alive", seen.Keys);
        Assert.DoesNotContain("Proxy-Connection", seen.Keys);
        Assert.Equal("yes", Assert.Single(answer.Headers.GetValues("X-Stays")));
        Assert.False(answer.Headers.Contains("X-Hop-Back"));
    }

    [Fact]
    public async Task What_a_stranger_says_of_forwarding_is_replaced()
    {
        await using var origin = await TestOrigin.StartAsync(static _ => Task.CompletedTask);
        await using var edge = await TestEdge.StartAsync(origin);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add("X-Forwarded-For", "203.0.113.9");
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-Host", "elsewhere.example");
        request.Headers.Add("Forwarded", "for=203.0.113.9");

        using var answer = await edge.Client.SendAsync(request, Cancel);

        var seen = Assert.Single(origin.Seen).Headers;
        Assert.Equal("127.0.0.1", seen["X-Forwarded-For"]);
        Assert.Equal("http", seen["X-Forwarded-Proto"]);
        Assert.DoesNotContain("elsewhere", seen["X-Forwarded-Host"], StringComparison.Ordinal);
        Assert.DoesNotContain("Forwarded", seen.Keys);
    }

    [Fact]
    public async Task Redirects_cookies_and_codings_of_the_origin_pass_as_they_are()
    {
        await using var origin = await TestOrigin.StartAsync(static context =>
        {
            context.Response.StatusCode = 302;
            context.Response.Headers.Location = "/next";
            context.Response.Headers.Append("Set-Cookie", "a=1; Path=/");
            context.Response.Headers.Append("Set-Cookie", "b=2; Path=/");
            return Task.CompletedTask;
        });
        await using var edge = await TestEdge.StartAsync(origin);

        using var answer = await edge.Client.GetAsync("/", Cancel);

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Equal("/next", answer.Headers.Location?.ToString());
        Assert.Equal(["a=1; Path=/", "b=2; Path=/"], answer.Headers.GetValues("Set-Cookie"));
        Assert.Single(origin.Seen);
    }
}
