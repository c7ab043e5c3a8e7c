using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Events;
using Gatehouse.Profiles;
using Gatehouse.Profiles.Audiences;
using Gatehouse.Tests.Harness;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Gatehouse.Tests.Profiles.Audiences;

/// <summary>Audiences of a running edge: who enters, who leaves, and what the page and the log know of it.</summary>
public sealed class AudienceTests
{
    private static readonly (string, string?)[] Idle =
    [
        ("ComputedTraits:views:Compute", "count"), ("ComputedTraits:views:Window", "1h"),
        ("Audiences:idle:When:Not:Trait", "views"), ("Audiences:idle:When:Not:GreaterOrEqual", "1"),
    ];

    private static readonly (string, string?)[] Interested =
    [
        ("ComputedTraits:views_1h:Compute", "count"), ("ComputedTraits:views_1h:When:Event", "Product Viewed"), ("ComputedTraits:views_1h:Window", "1h"),
        ("Audiences:interested:When:Trait", "views_1h"), ("Audiences:interested:When:GreaterOrEqual", "3"),
        ("Variations:0:Path", "/"), ("Variations:0:Serve:0:When:Trait", "interested"), ("Variations:0:Serve:0:Path", "/interested"),
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Three_views_make_a_visitor_interested_and_the_next_page_knows()
    {
        await using var origin = await OriginAsync();
        await using var edge = await TestEdge.StartAsync(origin, Interested);

        await ViewAsync(edge, "a1", 2);
        Assert.Equal("/", await PageAsync(edge, "a1"));
        await ViewAsync(edge, "a1", 1);

        Assert.Equal("/interested", await PageAsync(edge, "a1"));
        Assert.Equal("/", await PageAsync(edge, "a2"));
        var entered = Assert.Single(await OwnEventsAsync(edge));
        Assert.Equal("Audience Entered", (string?)entered["event"]);
        Assert.Equal("a1", (string?)entered["anonymousId"]);
        Assert.Equal("""{"audience_key":"interested","interested":true}""", entered["properties"]!.ToJsonString());
    }

    [Fact]
    public async Task A_visitor_leaves_by_the_passage_of_time_without_any_traffic()
    {
        var clock = new FakeTimeProvider(new(2026, 11, 25, 10, 0, 0, TimeSpan.Zero));
        await using var origin = await OriginAsync();
        await using var edge = await TestEdge.StartAsync(origin, Interested, build: builder => builder.Services.AddSingleton<TimeProvider>(clock));
        await ViewAsync(edge, "a1", 3);
        Assert.Equal("/interested", await PageAsync(edge, "a1"));

        clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal("/interested", await PageAsync(edge, "a1"));
        clock.Advance(TimeSpan.FromMinutes(2));
        while ((await OwnEventsAsync(edge)).Count < 2)
        {
            // The clock's own waits end with the fake time, on their own threads.
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal("/", await PageAsync(edge, "a1"));
        var left = (await OwnEventsAsync(edge))[1];
        Assert.Equal("Audience Exited", (string?)left["event"]);
        Assert.Equal("2026-11-25T11:01:00+00:00", (string?)left["timestamp"]);
    }

    [Fact]
    public async Task What_the_edge_makes_of_events_is_delivered_and_not_counted_again()
    {
        await using var edge = await TestEdge.StartAsync(settings:
        [
            ("ComputedTraits:all:Compute", "count"), ("Audiences:any:When:Trait", "all"), ("Audiences:any:When:Greater", "0"),
        ]);

        await ViewAsync(edge, "a1", 1);
        await ViewAsync(edge, "a1", 1);

        Assert.Single(await OwnEventsAsync(edge));
        Assert.Equal("all=2 any=true", await edge.TraitsAsync(anonymous: "a1"));
    }

    private static Task<TestOrigin> OriginAsync() => TestOrigin.StartAsync(static context => context.Response.WriteAsync(context.Request.Path, context.RequestAborted));

    [Fact]
    public async Task Who_signs_in_leaves_as_an_anonymous_visitor_before_entering_as_a_user()
    {
        await using var edge = await TestEdge.StartAsync(settings: Interested);
        await ViewAsync(edge, "a1", 3);
        await ViewAsync(edge, "a2", 3);
        foreach (var anonymous in (string[])["a1", "a2"])
        {
            var json = $$"""{"anonymousId":"{{anonymous}}","userId":"u1"}""";
            using var answer = await edge.Client.PostAsync("/seg/events/i", new StringContent(json, Encoding.UTF8, "application/json"), Cancel);
            await Cursors.WaitAsync(edge.Services.GetRequiredService<IEventLog>(), "projection");
        }

        Assert.Equal(
            ["a1 Audience Entered", "a2 Audience Entered", "a1 Audience Exited joined", "u1 Audience Entered", "a2 Audience Exited joined"],
            (await OwnEventsAsync(edge)).Select(static one => $"{one["anonymousId"] ?? one["userId"]} {one["event"]}{(one["context"]!["joined"] is null ? "" : " joined")}"));
    }

    [Fact]
    public async Task Every_entering_is_told_however_many_events_at_once_make_them()
    {
        var audiences = Enumerable.Range(0, 24).SelectMany(static number => new (string, string?)[]
        {
            ($"Audiences:a{number}:When:Trait", "views"), ($"Audiences:a{number}:When:GreaterOrEqual", number < 12 ? "1" : "2"),
        });
        await using var edge = await TestEdge.StartAsync(settings: [("ComputedTraits:views:Compute", "count"), .. audiences]);
        const string twice = """{"batch":[{"type":"track","anonymousId":"a1","event":"E"},{"type":"track","anonymousId":"a1","event":"E"}]}""";
        using var answer = await edge.Client.PostAsync("/seg/events/b", new StringContent(twice, Encoding.UTF8, "application/json"), Cancel);
        await Cursors.WaitAsync(edge.Services.GetRequiredService<IEventLog>(), "projection");

        Assert.Equal(24, (await OwnEventsAsync(edge)).Count);
    }

    [Fact]
    public async Task Nobody_who_is_gone_enters_by_the_passage_of_time()
    {
        var clock = new FakeTimeProvider(new(2026, 11, 25, 10, 0, 0, TimeSpan.Zero));
        await using var edge = await TestEdge.StartAsync(settings: Idle, build: builder => builder.Services.AddSingleton<TimeProvider>(clock));
        await ViewAsync(edge, "a1", 1);
        Assert.True(ProfileKey.TryCreate("shop", ProfileKind.Anonymous, "a1", out var key));
        Assert.Equal(StoreOutcome.Done, await edge.Services.GetRequiredService<ProfileRecords>().DeleteAsync(key, static _ => true));
        clock.Advance(TimeSpan.FromHours(2));

        await ActivatorUtilities.CreateInstance<AudienceClock>(edge.Services).RunDueAsync();

        Assert.Empty(await OwnEventsAsync(edge));
        Assert.Equal(0, (await edge.Services.GetRequiredService<ProfileRecords>().GetAsync(key, Cancel)).Profile.Version);
        Assert.Empty(await edge.Services.GetRequiredService<IDueTimes>().FindAsync(long.MaxValue, 1));
    }

    [Fact]
    public async Task What_a_disk_in_trouble_does_not_take_stays_due_and_what_cannot_be_read_does_not()
    {
        var clock = new FakeTimeProvider(new(2026, 11, 25, 10, 0, 0, TimeSpan.Zero));
        var due = new FailingDueTimes();
        await using var edge = await TestEdge.StartAsync(settings: Idle, build: builder => builder.Services.AddSingleton<TimeProvider>(clock).AddSingleton<IDueTimes>(due));
        var looks = ActivatorUtilities.CreateInstance<AudienceClock>(edge.Services);
        await ViewAsync(edge, "a1", 1);
        due.IsFailing = true;
        clock.Advance(TimeSpan.FromHours(2));

        Assert.Equal(0, await looks.RunDueAsync());
        Assert.Single(await due.FindAsync(long.MaxValue, 10));

        due.IsFailing = false;
        var store = edge.Services.GetRequiredService<IProfileStore>();
        Assert.True(ProfileKey.TryCreate("shop", ProfileKind.Anonymous, "a1", out var key));
        await store.CompareAndSetAsync(key, (await store.GetAsync(key, Cancel)).Version, """{"format":99}"""u8.ToArray());
        await looks.RunDueAsync();
        Assert.Empty(await due.FindAsync(long.MaxValue, 10));
    }

    private static async Task ViewAsync(TestEdge edge, string anonymousId, int times)
    {
        for (var time = 0; time < times; time++)
        {
            var json = $$"""{"anonymousId":"{{anonymousId}}","event":"Product Viewed"}""";
            using var answer = await edge.Client.PostAsync("/seg/events/t", new StringContent(json, Encoding.UTF8, "application/json"), Cancel);
            answer.EnsureSuccessStatusCode();
        }

        await Cursors.WaitAsync(edge.Services.GetRequiredService<IEventLog>(), "projection");
    }

    private static async Task<string> PageAsync(TestEdge edge, string anonymousId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { { "Cookie", "ajs_anonymous_id=" + anonymousId } } };
        using var page = await edge.Client.SendAsync(request, Cancel);
        return await page.Content.ReadAsStringAsync(Cancel);
    }

    private static async Task<List<JsonNode>> OwnEventsAsync(TestEdge edge)
    {
        var log = edge.Services.GetRequiredService<IEventLog>();
        var records = await log.ReadAsync(log.First, 1000, int.MaxValue, Cancel);
        return [.. records.OfType<LogRecord>().Where(static record => record.Event.IsOwn).Select(static record => JsonNode.Parse(record.Event.Json.Span)!)];
    }
}
