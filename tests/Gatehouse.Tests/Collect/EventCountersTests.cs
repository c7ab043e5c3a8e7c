using System.Net;
using Gatehouse.Events;
using Gatehouse.Tests.Harness;
using Gatehouse.Tests.Storage.Log;
using Microsoft.Extensions.DependencyInjection;

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
        log.Trouble = new(AppendStatus.Failed);
        using var unavailable = await edge.PostEventAsync("p", """{"anonymousId":"A"}""");
        log.Trouble = new(AppendStatus.Overloaded);
        using var overload = await edge.PostEventAsync("p", """{"anonymousId":"A"}""");
        log.Trouble = new(AppendStatus.DiskFull);
        using var full = await edge.PostEventAsync("p", """{"anonymousId":"A"}""");
        log.Trouble = new(AppendStatus.Stored, ShedAt: [0]);
        using var shed = await edge.PostEventAsync("p", """{"anonymousId":"A"}""");
        log.Trouble = new(AppendStatus.Stored, 1, 0, [0]);
        using var partlyShed = await edge.PostEventAsync("b", """{"batch":[{"type":"page","anonymousId":"A"},{"type":"identify","anonymousId":"A"}]}""");

        Assert.Equal(
            ["accepted", "event_missing", "id_missing", "accepted", "accepted", "bad_json", "library_metrics", "accepted", "duplicate", "unavailable", "overload", "disk_full", "shed", "accepted", "shed"],
            counted.Seen.Select(static seen => seen.Outcome));
        Assert.All(counted.Seen, static seen => Assert.Equal("shop", seen.Site));
    }

    [Fact]
    public async Task What_is_refused_event_by_event_goes_to_the_log_with_the_batch_and_what_is_refused_whole_without()
    {
        var log = new MemoryEventLog();
        await using var edge = await TestEdge.StartAsync(log: log);

        using var batch = await edge.PostEventAsync("b", """{"batch":[{"type":"track","anonymousId":"A"},{"type":"page","anonymousId":"A"},{"type":"track","anonymousId":"A"},{"type":"page"}]}""");
        using var none = await edge.PostEventAsync("b", """{"batch":[{"type":"track","anonymousId":"A"},{"type":"page"},{"type":"page"}]}""");
        using var frame = await edge.PostEventAsync("b", """{"context":5,"batch":[{"type":"page","anonymousId":"A"},{"type":"page","anonymousId":"A"}]}""");
        using var broken = await edge.PostEventAsync("b", """{"batch":[{"type":"page","anonymousId":"A"},{"type":"page","anonymousId":"A"}]""");
        using var metrics = await edge.PostEventAsync("m", "{}");

        Assert.Equal([new("event_missing", 2), new("id_missing", 1)], log.RefusedWithBatch);
        Assert.Equal([("shop", "event_missing", 1), ("shop", "id_missing", 2), ("shop", "bad_context", 2), ("shop", "bad_json", 1)], log.Refused);
    }

    [Fact]
    public async Task What_was_received_is_what_was_accepted_was_there_already_or_was_refused()
    {
        await using var edge = await TestEdge.StartAsync(settings: [("RateLimits:PerSite", "5/h")]);
        string[] bodies =
        [
            """{"batch":[{"type":"page","anonymousId":"A","messageId":"m1"},{"type":"page","anonymousId":"A","messageId":"m1"},{"type":"track","anonymousId":"A"}]}""",
            """{"batch":[{"type":"page","anonymousId":"A","messageId":"m1"}]}""",
            """{"batch":[{"type":"page"}]}""",
            "{",
            """{"batch":[{"type":"page","anonymousId":"A","messageId":"m2"}]}""",
            """{"batch":[{"type":"page","anonymousId":"A","messageId":"m3"}]}""",
        ];
        foreach (var body in bodies)
        {
            using var answer = await edge.PostEventAsync("b", body);
        }

        var log = edge.Services.GetRequiredService<IEventLog>();
        var books = new LogBooks();
        while (books.Received < 8)
        {
            // Waits for the next tally.
            await log.ReadAsync(books.Next, 1, 1, TestContext.Current.CancellationToken);
            await books.FollowAsync(log);
        }

        Assert.Equal((8, 2, 2), (books.Received, books.Records.Count, books.Duplicates));
        Assert.Equal([new("bad_json", 1), new("event_missing", 1), new("id_missing", 1), new("rate_limited", 1)], books.Refused);
    }

    [Fact]
    public async Task Events_of_a_time_that_has_not_come_are_taken_and_counted()
    {
        await using var edge = await TestEdge.StartAsync(log: new MemoryEventLog());
        using var counted = new CountedOutcomes(edge, "gatehouse.events.future");

        using var future = await edge.PostEventAsync("b", """{"batch":[{"type":"page","anonymousId":"A","timestamp":"2999-01-01T00:00:00Z"},{"type":"page","anonymousId":"A"},{"type":"page","anonymousId":"A","timestamp":"2999-01-01T00:00:00Z"}]}""");
        using var ahead = await edge.PostEventAsync("p", """{"anonymousId":"A","timestamp":"2999-01-01T00:00:00Z","sentAt":"2999-01-01T00:00:01Z"}""");

        Assert.Equal(HttpStatusCode.OK, future.StatusCode);
        Assert.Equal(["shop", "shop"], counted.Seen.Select(static seen => seen.Site));
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
