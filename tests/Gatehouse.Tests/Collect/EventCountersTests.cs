using Gatehouse.Events;
using Gatehouse.Tests.Harness;

namespace Gatehouse.Tests.Collect;

public sealed class EventCountersTests
{
    [Fact]
    public async Task Every_event_is_counted_once_by_what_became_of_it()
    {
        var log = new MemoryEventLog();
        await using var edge = await TestEdge.StartAsync(log: log);
        using var counted = new CountedOutcomes(edge, "gatehouse.events");

        using var one = await edge.PostEventAsync("p", """{"anonymousId":"A"}""");
        using var batch = await edge.PostEventAsync("b", """{"batch":[{"type":"page","anonymousId":"A"},{"type":"page","anonymousId":"A"},{"type":"track","anonymousId":"A"},{"type":"page"}]}""");
        using var broken = await edge.PostEventAsync("p", "{");
        using var metrics = await edge.PostEventAsync("m", "{}");
        using var repeat = await edge.PostEventAsync("b", """{"batch":[{"type":"page","anonymousId":"A","messageId":"m"},{"type":"page","anonymousId":"A","messageId":"m"}]}""");
        log.Trouble = new(AppendStatus.Failed, 0, 0, 0);
        using var unavailable = await edge.PostEventAsync("p", """{"anonymousId":"A"}""");
        log.Trouble = new(AppendStatus.Overloaded, 0, 0, 0);
        using var overload = await edge.PostEventAsync("p", """{"anonymousId":"A"}""");
        log.Trouble = new(AppendStatus.DiskFull, 0, 0, 0);
        using var full = await edge.PostEventAsync("p", """{"anonymousId":"A"}""");
        log.Trouble = new(AppendStatus.Stored, 0, 0, 1);
        using var shed = await edge.PostEventAsync("p", """{"anonymousId":"A"}""");
        log.Trouble = new(AppendStatus.Stored, 1, 0, 1);
        using var partlyShed = await edge.PostEventAsync("b", """{"batch":[{"type":"page","anonymousId":"A"},{"type":"identify","anonymousId":"A"}]}""");

        Assert.Equal(
            ["accepted", "event_missing", "id_missing", "accepted", "accepted", "bad_json", "library_metrics", "accepted", "duplicate", "unavailable", "overload", "disk_full", "shed", "accepted", "shed"],
            counted.Seen.Select(static seen => seen.Outcome));
        Assert.All(counted.Seen, static seen => Assert.Equal("shop", seen.Site));
    }

    [Fact]
    public async Task Written_cookies_are_counted()
    {
        await using var api = await TestTrackingApi.StartAsync();
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting]);
        using var counted = new CountedOutcomes(edge, "gatehouse.visitors");

        using var told = await edge.PostEventAsync("p", """{"anonymousId":"A"}""");
        using var toldNothing = await edge.PostEventAsync("p", "{}", ("Cookie", "ajs_anonymous_id=A"));
        using var reset = await edge.PostEventAsync("/seg/reset", "", ("Sec-Fetch-Site", "same-origin"));
        using var foreign = await edge.PostEventAsync("/seg/reset", "", ("Sec-Fetch-Site", "cross-site"));

        Assert.Equal(["promoted", "cleared"], counted.Seen.Select(static seen => seen.Outcome));
    }
}
