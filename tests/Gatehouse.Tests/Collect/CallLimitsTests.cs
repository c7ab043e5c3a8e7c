using System.Net;
using Gatehouse.Collect;
using Gatehouse.Sites;
using Gatehouse.Tests.Harness;

namespace Gatehouse.Tests.Collect;

public sealed class CallLimitsTests
{
    private const string Event = """{"anonymousId":"A"}""";

    [Fact]
    public async Task A_call_too_many_is_429_with_the_time_to_wait()
    {
        await using var api = await TestTrackingApi.StartAsync();
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting, ("RateLimits:PerAddress", "2/h"), ("AllowedOrigins:0", "https://app.example")]);
        using var counted = new CountedOutcomes(edge, "gatehouse.events");

        using var first = await edge.PostEventAsync("p", Event);
        using var second = await edge.PostEventAsync("b", $$"""{"batch":[{"type":"page","anonymousId":"A"},{"type":"page","anonymousId":"A"}]}""");
        using var third = await edge.PostEventAsync("p", Event, ("Origin", "https://app.example"));
        using var image = await edge.Client.GetAsync("/v1/pixel/page?writeKey=WRITEKEY123&userId=u", TestContext.Current.CancellationToken);

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests, HttpStatusCode.OK], [first.StatusCode, second.StatusCode, third.StatusCode, image.StatusCode]);
        Assert.Equal("rate_limited", await third.CodeAsync());
        var seconds = Assert.Single(third.Headers.GetValues("Retry-After"));
        Assert.InRange(int.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture), 1, 3600);
        Assert.Equal(seconds, Assert.Single(third.Headers.GetValues("X-RateLimit-Reset")));
        Assert.Equal("https://app.example", Assert.Single(third.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Equal(3, api.Events.Count());
        Assert.Equal(["accepted", "accepted", "accepted", "rate_limited", "rate_limited"], counted.Seen.Select(static seen => seen.Outcome));
    }

    [Fact]
    public void Addresses_have_limits_of_their_own_and_the_site_has_one_for_all()
    {
        using var limits = new CallLimits();
        var site = SiteWith(new(new(2, TimeSpan.FromHours(1)), new(5, TimeSpan.FromHours(1))));

        Assert.Equal([true, true, false], Calls(limits, site, "192.0.2.1", 3));
        Assert.Equal([true, true, false], Calls(limits, site, "192.0.2.2", 3));
        Assert.Equal([true, false], Calls(limits, site, "192.0.2.3", 2));
        Assert.Equal([true, true, false], Calls(limits, SiteWith(site.Settings.RateLimits, "other"), "192.0.2.1", 3));
    }

    [Fact]
    public void An_IPv6_network_is_one_address()
    {
        using var limits = new CallLimits();
        var site = SiteWith(new(new(1, TimeSpan.FromHours(1))));

        Assert.Equal([true], Calls(limits, site, "2001:db8::1", 1));
        Assert.Equal([false], Calls(limits, site, "2001:db8::ffff:1", 1));
        Assert.Equal([true], Calls(limits, site, "2001:db8:0:1::1", 1));
    }

    [Fact]
    public void Without_a_limit_or_an_address_every_call_passes()
    {
        using var limits = new CallLimits();

        Assert.DoesNotContain(false, Calls(limits, SiteWith(new()), "192.0.2.1", 1000));
        Assert.DoesNotContain(false, Calls(limits, SiteWith(new(new(1, TimeSpan.FromHours(1)))), null, 10));
    }

    [Fact]
    public void A_changed_limit_counts_at_once()
    {
        using var limits = new CallLimits();

        Assert.Equal([true, false], Calls(limits, SiteWith(new(new(1, TimeSpan.FromHours(1)))), "192.0.2.1", 2));
        Assert.Equal([true, true, false], Calls(limits, SiteWith(new(new(2, TimeSpan.FromHours(1)))), "192.0.2.1", 3));
    }

    [Theory]
    [InlineData("100/s", 100, 1)]
    [InlineData("15/m", 15, 60)]
    [InlineData("2147483647/h", int.MaxValue, 3600)]
    public void A_limit_is_a_number_and_a_unit(string text, int calls, int seconds)
    {
        Assert.Equal(new RateLimit(calls, TimeSpan.FromSeconds(seconds)), RateLimit.Parse(text));
        using var limits = new CallLimits();
        Assert.Equal([true], Calls(limits, SiteWith(new(RateLimit.Parse(text))), "192.0.2.1", 1));
    }

    [Theory]
    [InlineData("100")]
    [InlineData("0/s")]
    [InlineData("-1/s")]
    [InlineData("1.5/s")]
    [InlineData("100/d")]
    [InlineData("/s")]
    [InlineData("2147483648/s")]
    [InlineData("")]
    public void Anything_else_is_none(string text) => Assert.Null(RateLimit.Parse(text));

    private static List<bool> Calls(CallLimits limits, Site site, string? address, int count)
    {
        Assert.True(SiteHost.TryParse("shop.example", out var host));
        var edge = new EdgeContext { Site = site, Host = host, Scheme = "https", ClientAddress = address is null ? null : IPAddress.Parse(address) };
        return [.. Enumerable.Range(0, count).Select(_ => limits.Refuse(edge) is null)];
    }

    private static Site SiteWith(RateLimitSettings limits, string name = "shop") => new(new() { Name = name, Hosts = [], WriteKey = "k", RateLimits = limits });
}
