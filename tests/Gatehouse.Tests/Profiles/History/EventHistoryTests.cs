using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Events;
using Gatehouse.Profiles;
using Gatehouse.Profiles.History;
using Gatehouse.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Tests.Profiles.History;

/// <summary>The track events of a visitor, found in the log.</summary>
public sealed class EventHistoryTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_user_has_what_was_done_before_signing_in_and_nothing_that_was_done_on_the_shared_computer_afterwards()
    {
        await using var edge = await TestEdge.StartAsync();
        await SendAsync(edge, Track("before", anonymous: "a1"), Track("other", anonymous: "a2"));
        await SendAsync(edge, Track("signed in", anonymous: "a1", user: "u1"));
        await SendAsync(edge, Track("after", anonymous: "a1"), Track("another user", anonymous: "a1", user: "u2"), Track("at work", user: "u1"));
        await SendAsync(edge, "identify", """{"anonymousId":"a1","userId":"u3","traits":{"plan":"gold"}}""");

        Assert.Equal("at work, signed in, before", await NamesAsync(edge, ProfileKind.User, "u1"));
        Assert.Equal("another user", await NamesAsync(edge, ProfileKind.User, "u2"));
        Assert.Equal("after", await NamesAsync(edge, ProfileKind.Anonymous, "a1"));
        Assert.Equal("other", await NamesAsync(edge, ProfileKind.Anonymous, "a2"));
    }

    [Fact]
    public async Task Names_times_and_order_choose_and_pages_go_on_where_the_one_before_ended()
    {
        await using var edge = await TestEdge.StartAsync();
        var day = DateTimeOffset.UtcNow.AddDays(-2);
        await SendAsync(edge, [.. Enumerable.Range(0, 7).Select(hour => Track("e" + hour, user: "u1", time: day.AddHours(hour))), Track("too old", user: "u1", time: day.AddDays(-13))]);

        Assert.Equal("e2, e1", await NamesAsync(edge, ProfileKind.User, "u1", new() { Include = new HashSet<string> { "e1", "e2", "x" } }));
        Assert.Equal("e6, e5", await NamesAsync(edge, ProfileKind.User, "u1", new() { Exclude = new HashSet<string> { "e0", "e1", "e2", "e3", "e4" } }));
        Assert.Equal("e2, e3", await NamesAsync(edge, ProfileKind.User, "u1", new() { From = day.AddHours(2), To = day.AddHours(4), IsNewestFirst = false }));

        foreach (var isNewestFirst in (bool[])[true, false])
        {
            var pages = new List<string>();
            for (HistoryPage? page = null; page is null || page.Next is not null;)
            {
                page = await ReadAsync(edge, ProfileKind.User, "u1", new() { IsNewestFirst = isNewestFirst, Limit = 3, Next = page?.Next });
                pages.Add(Names(page));
            }

            Assert.Equal(isNewestFirst ? ["e6, e5, e4", "e3, e2, e1", "e0"] : ["e0, e1, e2", "e3, e4, e5", "e6"], pages);
        }
    }

    [Fact]
    public async Task Who_was_erased_or_forgotten_has_no_events_of_before()
    {
        await using var edge = await TestEdge.StartAsync();
        await SendAsync(edge, Track("before", user: "u1"), Track("before", user: "u2"));
        Assert.True(ProfileKey.TryCreate("shop", ProfileKind.User, "u1", out var key));
        Assert.NotNull(await edge.Services.GetRequiredService<ProfileEraser>().EraseAsync(key));
        await edge.Services.GetRequiredService<ProfileRecords>().UpdateAsync(Key(ProfileKind.User, "u2"), ProfileTime.Of(DateTimeOffset.UtcNow), static (record, now) =>
            ProfileMerge.Push(record, new() { Time = now, Receipt = now, Forget = true, Traits = [] }));
        await SendAsync(edge, Track("after", user: "u1"), Track("after", user: "u2"));

        Assert.Equal("after", await NamesAsync(edge, ProfileKind.User, "u1"));
        Assert.Equal("after", await NamesAsync(edge, ProfileKind.User, "u2"));
    }

    [Fact]
    public async Task A_look_is_bounded_and_the_next_one_goes_on()
    {
        await using var edge = await TestEdge.StartAsync();
        await SendAsync(edge, Track("first", user: "u1"));
        await SendAsync(edge, [.. Enumerable.Range(0, 1800).Select(static one => Track("e", anonymous: "a" + one))]);
        await SendAsync(edge, Track("last", user: "u1"));
        using var history = new EventHistory(
            edge.Services.GetRequiredService<IEventLog>(), edge.Services.GetRequiredService<ProfileRecords>(), edge.Services.GetRequiredService<IErasures>(), TimeProvider.System) { MostEntries = 1000 };

        var page = await ReadAsync(edge, ProfileKind.User, "u1", new(), history);
        Assert.Equal("last", Names(page));
        Assert.NotNull(page.Next);
        page = await ReadAsync(edge, ProfileKind.User, "u1", new() { Next = page.Next }, history);

        Assert.Equal(("first", null), (Names(page), page.Next));
    }

    private static ProfileKey Key(ProfileKind kind, string id) => ProfileKey.TryCreate("shop", kind, id, out var key) ? key : throw new ArgumentException(id);

    private static async Task<string> NamesAsync(TestEdge edge, ProfileKind kind, string id, HistoryQuery? query = null) => Names(await ReadAsync(edge, kind, id, query ?? new()));

    private static string Names(HistoryPage page) => string.Join(", ", page.Events.Select(static one => JsonNode.Parse(one.Event.Json.Span)!["event"]));

    private static async Task<HistoryPage> ReadAsync(TestEdge edge, ProfileKind kind, string id, HistoryQuery query, EventHistory? history = null)
    {
        var stored = await edge.Services.GetRequiredService<ProfileRecords>().GetAsync(Key(kind, id), Cancel);
        return (await (history ?? edge.Services.GetRequiredService<EventHistory>()).ReadAsync(Key(kind, id), stored.Profile.Record, query, Cancel))!;
    }

    private static JsonObject Track(string name, string? anonymous = null, string? user = null, DateTimeOffset? time = null) =>
        new() { ["type"] = "track", ["event"] = name, ["anonymousId"] = anonymous, ["userId"] = user, ["timestamp"] = time?.ToString("O") };

    private static Task SendAsync(TestEdge edge, params JsonObject[] events) =>
        SendAsync(edge, "batch", new JsonObject { ["batch"] = new JsonArray([.. events]) }.ToJsonString());

    private static async Task SendAsync(TestEdge edge, string type, string json)
    {
        using var answer = await edge.Client.PostAsync($"/seg/events/{type[..1]}", new StringContent(json, Encoding.UTF8, "application/json"), Cancel);
        answer.EnsureSuccessStatusCode();
        await Cursors.WaitAsync(edge.Services.GetRequiredService<IEventLog>(), "projection");
    }
}
