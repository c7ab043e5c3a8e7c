using System.Net;
using System.Text.Json.Nodes;
using Gatehouse.Events;
using Gatehouse.Tests.Harness;

namespace Gatehouse.Tests.Collect;

public sealed class BatchTests
{
    [Fact]
    public async Task Good_entries_go_and_bad_ones_are_named()
    {
        await using var api = await TestTrackingApi.StartAsync();
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting]);

        using var answer = await edge.PostEventAsync("b", """
            {"batch":[
                {"type":"track","event":"0","anonymousId":"A"},
                {"type":"track","anonymousId":"A"},
                7,
                {"type":"nonsense","anonymousId":"A"},
                {"anonymousId":"A"},
                {"type":"page"},
                {"type":"identify","userId":{}},
                {"type":"track","event":"7","userId":"U"}
            ]}
            """);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var json = await answer.JsonAsync();
        Assert.True((bool)json["success"]!);
        Assert.Equal(
            ["1 event_missing", "2 not_an_object", "3 bad_type", "4 bad_type", "5 id_missing", "6 bad_id"],
            json["refused"]!.AsArray().Select(static refused => $"{refused!["index"]} {refused["code"]}"));
        Assert.Equal(["0", "7"], api.Events.Select(static one => (string?)one["event"]));
    }

    [Fact]
    public async Task A_batch_without_a_good_entry_is_400()
    {
        await using var api = await TestTrackingApi.StartAsync();
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting]);

        using var answer = await edge.PostEventAsync("b", """{"batch":[{"type":"page"},{"type":"track","userId":"U"}]}""");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("""{"error":{"code":"nothing_taken","message":"No event of the batch could be taken."},"refused":[{"index":0,"code":"id_missing"},{"index":1,"code":"event_missing"}]}""", (await answer.JsonAsync()).ToJsonString());
        Assert.Empty(api.Received);
    }

    [Fact]
    public async Task What_the_batch_says_once_is_true_of_each_entry_and_the_entry_wins()
    {
        await using var api = await TestTrackingApi.StartAsync();
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting, ("ClientAddress", "none")]);

        using var answer = await edge.PostEventAsync("b", """
            {"batch":[
                {"type":"page","anonymousId":"A"},
                {"type":"page","anonymousId":"A","context":{"locale":"de","page":{"path":"/b"}},"integrations":{"X":true},"sentAt":"2026-11-24T10:00:05Z","timestamp":"2026-11-24T10:00:00Z"},
                {"type":"page","anonymousId":"A","context":null,"integrations":null,"sentAt":null}
            ],
            "context":{"locale":"nl","app":{"name":"shop"},"userAgent":"ua"},"integrations":{"All":false,"X":false},"sentAt":"2026-11-24T10:00:00Z"}
            """);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        JsonObject[] events = [.. api.Events];
        foreach (var one in (JsonObject[])[events[0], events[2]])
        {
            Assert.Equal("""{"locale":"nl","app":{"name":"shop"},"userAgent":"ua"}""", one["context"]!.ToJsonString());
            Assert.Equal("""{"All":false,"X":false}""", one["integrations"]!.ToJsonString());
        }

        Assert.Equal("""{"app":{"name":"shop"},"userAgent":"ua","locale":"de","page":{"path":"/b"}}""", events[1]["context"]!.ToJsonString());
        Assert.Equal("""{"All":false,"X":true}""", events[1]["integrations"]!.ToJsonString());
        // Its own time of sending is five seconds behind its time, so it happened five seconds before its receipt.
        Assert.Equal(5, ((DateTimeOffset)events[1]["receivedAt"]! - (DateTimeOffset)events[1]["timestamp"]!).TotalSeconds, 2);
    }

    [Fact]
    public async Task A_batch_may_have_2500_events()
    {
        await using var api = await TestTrackingApi.StartAsync();
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting]);

        using var fits = await edge.PostEventAsync("b", BatchOf(EventLimits.BatchEvents));
        using var tooMany = await edge.PostEventAsync("b", BatchOf(EventLimits.BatchEvents + 1));

        Assert.Equal(HttpStatusCode.OK, fits.StatusCode);
        Assert.Equal(Enumerable.Range(0, EventLimits.BatchEvents).Select(static n => "m" + n), api.Events.Select(static one => (string?)one["messageId"]));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, tooMany.StatusCode);
        Assert.Equal("too_many_events", await tooMany.CodeAsync());

        static string BatchOf(int count) => """{"batch":[""" + string.Join(',', Enumerable.Range(0, count).Select(static n => $$"""{"type":"page","anonymousId":"A","messageId":"m{{n}}"}""")) + "]}";
    }

    [Fact]
    public async Task A_batch_may_have_500_KB_and_its_entries_32()
    {
        await using var api = await TestTrackingApi.StartAsync();
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting]);

        using var tooLarge = await edge.PostEventAsync("b", """{"batch":[""" + new string(' ', EventLimits.BatchBytes) + "]}");
        using var oneTooLarge = await edge.PostEventAsync("b", $$"""{"batch":[{"type":"page","anonymousId":"A"},{"type":"page","anonymousId":"A","x":"{{new string('x', EventLimits.EventBytes)}}"}]}""");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, tooLarge.StatusCode);
        Assert.Equal("batch_too_large", await tooLarge.CodeAsync());
        Assert.Equal("""[{"index":1,"code":"event_too_large"}]""", (await oneTooLarge.JsonAsync())["refused"]!.ToJsonString());
        Assert.Single(api.Events);
    }

    [Fact]
    public async Task A_shared_context_cannot_blow_a_batch_up()
    {
        await using var api = await TestTrackingApi.StartAsync();
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting]);
        var entries = string.Join(',', Enumerable.Repeat("""{"type":"page","anonymousId":"A"}""", EventLimits.BatchEvents));

        using var answer = await edge.PostEventAsync("b", $$$"""{"batch":[{{{entries}}}],"context":{"x":"{{{new string('x', 20_000)}}}"}}""");
        using var tooLargeEach = await edge.PostEventAsync("b", $$$"""{"batch":[{"type":"page","anonymousId":"A"}],"context":{"x":"{{{new string('x', 40_000)}}}"}}""");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal("batch_too_large", await answer.CodeAsync());
        Assert.Equal(HttpStatusCode.BadRequest, tooLargeEach.StatusCode);
        Assert.Empty(api.Received);
    }

    [Fact]
    public async Task A_batch_that_grows_beyond_the_apis_limit_is_delivered_in_pieces()
    {
        await using var api = await TestTrackingApi.StartAsync();
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting]);
        var entries = string.Join(',', Enumerable.Range(0, 2_000).Select(static n => $$$"""{"type":"page","anonymousId":"A","messageId":"m{{{n}}}","properties":{"x":"{{{new string('x', 150)}}}"}}"""));

        using var answer = await edge.PostEventAsync("b", $$"""{"batch":[{{entries}}],"sentAt":"S"}""", ("User-Agent", new string('u', 5_000)));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(api.Received.Count > 1);
        Assert.All(api.Received, static received => Assert.InRange(int.Parse(received.Request.Headers["Content-Length"], System.Globalization.CultureInfo.InvariantCulture), 1, EventLimits.BatchBytes));
        Assert.Equal(Enumerable.Range(0, 2_000).Select(static n => "m" + n), api.Events.Select(static one => (string?)one["messageId"]));
    }
}
