using System.Net;
using Gatehouse.Events;
using Gatehouse.Tests.Harness;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Tests.Collect;

public sealed class CrossOriginTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("https://app.example")]
    [InlineData("http://www.shop.example")]
    public async Task A_preflight_of_an_allowed_origin_is_granted(string origin)
    {
        await using var site = await TestOrigin.StartAsync(static context => context.Response.WriteAsync("origin"));
        await using var edge = await TestEdge.StartAsync(site, [("AllowedOrigins:0", "https://app.example")]);

        foreach (var path in (string[])["/seg/events/t", "/seg/evs/b/", "/seg/reset"])
        {
            using var answer = await PreflightAsync(edge, path, origin);

            Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
            Assert.Equal(origin, answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
            Assert.Equal("true", answer.Headers.GetValues("Access-Control-Allow-Credentials").Single());
            Assert.Contains("POST", answer.Headers.GetValues("Access-Control-Allow-Methods").Single(), StringComparison.Ordinal);
            Assert.All((string[])["authorization", "content-type", "x-retry-count"], name => Assert.Contains(name, answer.Headers.GetValues("Access-Control-Allow-Headers").Single(), StringComparison.Ordinal));
            Assert.Equal("7200", answer.Headers.GetValues("Access-Control-Max-Age").Single());
            Assert.Equal(["Origin"], answer.Headers.Vary);
        }

        Assert.Empty(site.Seen);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("http://app.example")]
    [InlineData("https://app.example:8443")]
    [InlineData("https://app.example.evil.com")]
    [InlineData("https://www.shop.example")]
    [InlineData("null")]
    public async Task Any_other_origin_is_granted_nothing(string origin)
    {
        await using var site = await TestOrigin.StartAsync(static context => context.Response.WriteAsync("origin"));
        await using var edge = await TestEdge.StartAsync(site, [("AllowedOrigins:0", "https://app.example")]);

        using var preflight = await PreflightAsync(edge, "/seg/events/t", origin);
        using var answer = await edge.PostEventAsync("t", "{", ("Host", "www.shop.example"), ("Origin", origin));

        Assert.Equal(HttpStatusCode.NoContent, preflight.StatusCode);
        Assert.DoesNotContain(preflight.Headers, static header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(answer.Headers, static header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
        Assert.Empty(site.Seen);
    }

    [Theory]
    [InlineData("""{"anonymousId":"A","event":"E"}""", 429)]
    [InlineData("{", 400)]
    public async Task An_allowed_page_can_read_every_answer(string body, int status)
    {
        var full = new MemoryEventLog { Trouble = new(AppendStatus.Overloaded) };
        await using var edge = await TestEdge.StartAsync(settings: [("AllowedOrigins:0", "https://app.example")], log: full);

        using var answer = await edge.PostEventAsync("t", body, ("Origin", "https://app.example"));

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("https://app.example", answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Equal("true", answer.Headers.GetValues("Access-Control-Allow-Credentials").Single());
        Assert.Equal("Retry-After, X-RateLimit-Reset", answer.Headers.GetValues("Access-Control-Expose-Headers").Single());
        Assert.Equal(["Origin"], answer.Headers.Vary);
    }

    private static Task<HttpResponseMessage> PreflightAsync(TestEdge edge, string path, string origin)
    {
        var request = new HttpRequestMessage(HttpMethod.Options, path) { Headers = { Host = "www.shop.example" } };
        request.Headers.TryAddWithoutValidation("Origin", origin);
        request.Headers.TryAddWithoutValidation("Access-Control-Request-Method", "POST");
        request.Headers.TryAddWithoutValidation("Access-Control-Request-Headers", "authorization,content-type");
        return edge.Client.SendAsync(request, Cancel);
    }
}
