using System.Text;
using Gatehouse.Events;
using Gatehouse.Tests.Harness;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Tests.Profiles.Projection;

/// <summary>What events say of a visitor is in the profile that the next page asks for.</summary>
public sealed class ProjectedProfileTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_trait_of_an_event_decides_the_next_page()
    {
        await using var origin = await TestOrigin.StartAsync(static context => context.Response.WriteAsync(context.Request.Path, context.RequestAborted));
        await using var edge = await TestEdge.StartAsync(origin, [("Variations:0:Path", "/"), ("Variations:0:Serve:0:When:Trait", "red_group"), ("Variations:0:Serve:0:Path", "/red")]);

        await SendAsync(edge, "i", """{"anonymousId":"a1","traits":{"red_group":true}}""");

        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { { "Cookie", "ajs_anonymous_id=a1" } } };
        using var page = await edge.Client.SendAsync(request, Cancel);
        Assert.Equal("/red", await page.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task What_a_visitor_did_before_signing_in_goes_with_the_user()
    {
        await using var edge = await TestEdge.StartAsync();

        await SendAsync(edge, "i", """{"anonymousId":"a1","traits":{"plan":"gold"}}""");
        Assert.Equal("plan=\"gold\"", await edge.TraitsAsync(anonymous: "a1"));
        await SendAsync(edge, "i", """{"anonymousId":"a1","userId":"u1","traits":{"age":7}}""");

        Assert.Equal("age=7 plan=\"gold\"", await edge.TraitsAsync(user: "u1"));
        Assert.Empty(await edge.TraitsAsync(anonymous: "a1"));
    }

    [Fact]
    public async Task A_shared_computer_does_not_hand_one_user_to_the_next()
    {
        await using var edge = await TestEdge.StartAsync();

        await SendAsync(edge, "i", """{"anonymousId":"a1","userId":"u1","traits":{"plan":"gold"}}""");
        await SendAsync(edge, "i", """{"anonymousId":"a1","traits":{"seen":"signed out"}}""");
        await SendAsync(edge, "i", """{"anonymousId":"a1","userId":"u2","traits":{"age":9}}""");

        Assert.Equal("age=9", await edge.TraitsAsync(user: "u2"));
        Assert.Equal("plan=\"gold\"", await edge.TraitsAsync(user: "u1"));
        await SendAsync(edge, "t", """{"anonymousId":"a1","userId":"u1","event":"Signed In"}""");
        Assert.Equal("plan=\"gold\" seen=\"signed out\"", await edge.TraitsAsync(user: "u1"));
    }

    [Fact]
    public async Task An_alias_brings_an_anonymous_visitor_and_never_another_user()
    {
        await using var edge = await TestEdge.StartAsync();

        await SendAsync(edge, "i", """{"anonymousId":"a1","traits":{"plan":"gold"}}""");
        await SendAsync(edge, "i", """{"userId":"u1","traits":{"age":7}}""");
        await SendAsync(edge, "a", """{"userId":"u2","previousId":"a1"}""");
        await SendAsync(edge, "a", """{"userId":"u2","previousId":"u1"}""");

        Assert.Equal("plan=\"gold\"", await edge.TraitsAsync(user: "u2"));
        Assert.Equal("age=7", await edge.TraitsAsync(user: "u1"));
    }

    [Fact]
    public async Task A_reserved_trait_of_the_wrong_type_is_left_out()
    {
        await using var edge = await TestEdge.StartAsync();

        await SendAsync(edge, "i", """{"userId":"u1","traits":{"email":{"a":1},"age":"old","createdAt":true,"name":"Ann","plan":{"a":1}}}""");

        Assert.Equal("name=\"Ann\" plan={\"a\":1}", await edge.TraitsAsync(user: "u1"));
    }

    private static async Task SendAsync(TestEdge edge, string method, string json)
    {
        using var answer = await edge.Client.PostAsync($"/seg/events/{method}", new StringContent(json, Encoding.UTF8, "application/json"), Cancel);
        answer.EnsureSuccessStatusCode();
        var log = edge.Services.GetRequiredService<IEventLog>();
        await Cursors.WaitAsync(log, "projection");
    }
}
