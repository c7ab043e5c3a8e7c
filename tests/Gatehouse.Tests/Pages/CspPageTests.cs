using System.Net;
using Gatehouse.Tests.Harness;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Tests.Pages;

public sealed class CspPageTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_pages_nonce_is_on_the_snippet_and_the_policy_stays_as_it_was()
    {
        const string Policy = "default-src 'self'; script-src 'nonce-r4nd0m=='";

        var (body, outcome) = await AskAsync(Page.Text, Policy);

        Assert.Contains("<script nonce=\"r4nd0m==\">(function", body, StringComparison.Ordinal);
        Assert.Equal("injected", outcome);
    }

    [Theory]
    [InlineData("script-src 'none'", "csp_script")]
    [InlineData("connect-src 'none'", "csp_connect")]
    [InlineData("sandbox", "csp_sandbox")]
    [InlineData("require-trusted-types-for 'script'", "csp_trusted_types")]
    public async Task A_page_that_could_not_run_it_is_left_as_it_is(string policy, string expected)
    {
        await using var origin = await Page.OriginAsync(response =>
        {
            response.Headers.ContentSecurityPolicy = policy;
            response.Headers.ETag = "\"1\"";
        });
        await using var edge = await TestEdge.StartAsync(origin);
        using var outcomes = new PageOutcomes(edge.Services);

        using var answer = await edge.Client.SendAsync(Page.Navigation(), Cancel);

        Assert.Equal(Page.Text, await answer.Content.ReadAsStringAsync(Cancel));
        Assert.Equal(policy, answer.Header("Content-Security-Policy"));
        Assert.Equal(Page.Text.Length, answer.Content.Headers.ContentLength);
        Assert.Equal("\"1\"", answer.Header("ETag"));
        Assert.Equal(expected, outcomes.All);
    }

    [Fact]
    public async Task A_policy_that_is_only_reported_does_not_count()
    {
        await using var origin = await Page.OriginAsync(static response => response.Headers["Content-Security-Policy-Report-Only"] = "script-src 'none'");
        await using var edge = await TestEdge.StartAsync(origin);

        using var answer = await edge.Client.SendAsync(Page.Navigation(), Cancel);

        Assert.Contains(Page.Mark, await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("script-src 'nonce-abc'", null, "<script nonce=\"abc\">(function", "injected")]
    [InlineData("script-src &#39;nonce-abc&#39;", "script-src 'nonce-abc' 'nonce-def'", "<script nonce=\"abc\">(function", "injected")]
    [InlineData("script-src 'self'", "script-src 'nonce-abc'", "<script nonce=\"abc\" src=\"//", "injected")]
    [InlineData("script-src 'none'", null, null, "csp_script")]
    [InlineData("script-src 'nonce-abc'", "script-src 'nonce-def'", null, "csp_script")]
    public async Task A_policy_in_the_pages_head_counts_with_those_of_the_header(string meta, string? header, string? expected, string outcome)
    {
        var text = Page.Start + $"<meta http-equiv=\"Content-Security-Policy\" content=\"{meta}\">" + Page.Rest;

        var (body, counted) = await AskAsync(text, header);

        Assert.Equal(outcome, counted);
        if (expected is null)
        {
            Assert.Equal(text, body);
        }
        else
        {
            Assert.Contains(expected, body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Where_no_inline_script_may_run_the_snippet_comes_as_a_file_that_is_kept_for_a_year()
    {
        await using var origin = await Page.OriginAsync(static response => response.Headers.ContentSecurityPolicy = "default-src 'self'");
        await using var edge = await TestEdge.StartAsync(origin);

        using var page = await edge.Client.SendAsync(Page.Navigation(), Cancel);
        var body = await page.Content.ReadAsStringAsync(Cancel);
        var start = body.IndexOf("src=\"", StringComparison.Ordinal) + 5;
        var url = new Uri(new Uri(edge.Url), body[start..body.IndexOf('"', start)]);
        using var script = await edge.Client.GetAsync(url, Cancel);
        using var head = await edge.Client.SendAsync(new(HttpMethod.Head, url), Cancel);
        using var again = await edge.Client.SendAsync(Page.Request(url.PathAndQuery, null, ("If-None-Match", script.Header("ETag"))), Cancel);
        using var before = await edge.Client.GetAsync(new Uri(url, "0123456789abcdef.js"), Cancel);

        Assert.Equal(edge.Url, url.GetLeftPart(UriPartial.Authority));
        Assert.StartsWith("/seg/assets/snippet/", url.AbsolutePath, StringComparison.Ordinal);
        Assert.Contains($"<script src=\"//{url.Authority}{url.AbsolutePath}\"></script></head>", body, StringComparison.Ordinal);
        Assert.DoesNotContain(Page.Mark, body, StringComparison.Ordinal);
        Assert.Contains(Page.Mark, await script.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Equal("text/javascript; charset=utf-8", script.Header("Content-Type"));
        Assert.Equal("public, max-age=31536000, immutable", script.Header("Cache-Control"));
        Assert.Empty(script.Header("Set-Cookie"));
        Assert.Equal(script.Content.Headers.ContentLength, head.Content.Headers.ContentLength);
        Assert.Equal(script.Header("ETag"), head.Header("ETag"));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Contains(Page.Mark, await before.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Equal("public, max-age=300", before.Header("Cache-Control"));
        Assert.Single(origin.Seen);
    }

    private static async Task<(string Body, string Outcome)> AskAsync(string text, string? header)
    {
        await using var origin = await Page.OriginAsync(response => response.Headers.ContentSecurityPolicy = header, text);
        await using var edge = await TestEdge.StartAsync(origin);
        using var outcomes = new PageOutcomes(edge.Services);
        using var answer = await edge.Client.SendAsync(Page.Navigation(), Cancel);
        Assert.Equal(header ?? string.Empty, answer.Header("Content-Security-Policy"));
        return (await answer.Content.ReadAsStringAsync(Cancel), outcomes.All);
    }
}
