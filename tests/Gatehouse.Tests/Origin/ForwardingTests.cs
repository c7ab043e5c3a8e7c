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
    }
}
