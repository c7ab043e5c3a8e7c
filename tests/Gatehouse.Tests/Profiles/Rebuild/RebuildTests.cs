using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Events;
using Gatehouse.Profiles;
using Gatehouse.Profiles.Rebuild;
using Gatehouse.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Tests.Profiles.Rebuild;

/// <summary>Profiles that are computed anew while pages go on.</summary>
public sealed class RebuildTests : IDisposable
{
    private static readonly (string, string?)[] Views =
    [
        ("ComputedTraits:n:Compute", "count"), ("ComputedTraits:n:When:Event", "View"),
        ("Audiences:many:When:Trait", "n"), ("Audiences:many:When:GreaterOrEqual", "2"),
    ];

    // Everything that there is, so that nothing is in service that only looks like it.
    private static readonly (string, string?)[] Orders =
    [
        ("ComputedTraits:n:Compute", "count"), ("ComputedTraits:n:When:Event", "Order"),
        ("ComputedTraits:sum:Compute", "sum"), ("ComputedTraits:sum:Of", "properties.x"),
        ("ComputedTraits:last:Compute", "last"), ("ComputedTraits:last:Of", "properties.x"),
        ("ComputedTraits:often:Compute", "most-frequent"), ("ComputedTraits:often:Of", "properties.x"),
        ("Audiences:many:When:Trait", "n"), ("Audiences:many:When:GreaterOrEqual", "2"),
        ("Audiences:rich:When:Trait", "sum"), ("Audiences:rich:When:Greater", "20"),
    ];

    private readonly string _data = Directory.CreateTempSubdirectory("gatehouse-rebuild-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_changed_definition_serves_the_old_result_until_the_log_was_computed_anew()
    {
        await using var edge = await StartAsync(Views);
        await SendAsync(edge, Track("View", "a1"), Track("View", "a1"), Track("Order", "a1"), Track("Order", "a2"));
        var gate = edge.Services.GetRequiredService<ProjectionGate>();

        await gate.EnterAsync(Cancel);
        edge.Configuration["Gatehouse:Sites:shop:ComputedTraits:n:When:Event"] = "Order";
        edge.Configuration.Reload();
        await UntilAsync(() => edge.Services.GetRequiredService<ProfileRebuild>().Status is { Position: > 1 });
        Assert.Equal("many=true n=2", await edge.TraitsAsync(anonymous: "a1"));
        gate.Leave(gate.Position);

        await DoneAsync(edge);
        Assert.Equal("n=1", await edge.TraitsAsync(anonymous: "a1"));
        Assert.Equal("n=1", await edge.TraitsAsync(anonymous: "a2"));
        await SendAsync(edge, Track("Order", "a1"));
        Assert.Equal("many=true n=2", await edge.TraitsAsync(anonymous: "a1"));
        Assert.Equal(["a1 Audience Entered", "a1 Audience Exited", "a1 Audience Entered"], await AudienceEventsAsync(edge));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task What_is_rebuilt_over_restarts_is_what_a_projection_from_scratch_gives(int seed)
    {
        var events = Random(seed, 1500);
        await using var scratch = await StartAsync(Orders, Path.Combine(_data, "scratch"));
        await SendAsync(scratch, events);

        await using (var before = await StartAsync(Views))
        {
            await SendAsync(before, events[..1200]);
        }

        // Stopped wherever it is, and gone on with.
        await using (var middle = await StartAsync(Orders))
        {
            await SendAsync(middle, events[1200..1300]);
        }

        await using var after = await StartAsync(Orders);
        await SendAsync(after, events[1300..]);
        await DoneAsync(after);

        Assert.Equal(await ShowAsync(scratch), await ShowAsync(after));
        await UntilAsync(() => !Directory.EnumerateFileSystemEntries(Path.Combine(_data, "rebuild")).Any());

        // Enterings and leavings of one visitor take turns, so nothing was told twice or left out.
        foreach (var told in (await AudienceEventsAsync(after)).GroupBy(static one => one.Replace("Exited", "Entered", StringComparison.Ordinal), StringComparer.Ordinal))
        {
            Assert.All(told.Index(), one => Assert.Equal(one.Index % 2 == 0, one.Item.Contains("Entered", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task Memberships_that_do_not_change_make_no_events_and_those_that_do_make_one_also_over_a_kill_during_the_swap()
    {
        var scan = new HeldScan();
        await using (var before = await StartAsync(Views))
        {
            await SendAsync(before, Track("View", "stays"), Track("View", "stays"), Track("Order", "stays"), Track("Order", "stays"));
            await SendAsync(before, Track("View", "leaves"), Track("View", "leaves"), Track("Order", "enters"), Track("Order", "enters"));
            Assert.Equal(["leaves Audience Entered", "stays Audience Entered"], (await AudienceEventsAsync(before)).Order(StringComparer.Ordinal));
        }

        (string, string?)[] changed = [("ComputedTraits:n:Compute", "count"), ("ComputedTraits:n:When:Event", "Order"), .. Views[2..]];
        await using (var held = await StartAsync(changed, scan: scan))
        {
            await UntilAsync(() => held.Services.GetRequiredService<ProfileRebuild>().Status is { Swapped: not null });

            // The sweep does not come on, so only an event swaps.
            Assert.Equal("n=0", await held.TraitsAsync(anonymous: "enters"));
            await SendAsync(held, Track("Order", "enters"));
            Assert.Equal("many=true n=3", await held.TraitsAsync(anonymous: "enters"));
            Assert.Equal("many=true n=2", await held.TraitsAsync(anonymous: "leaves"));
        }

        await using var after = await StartAsync(changed);
        await DoneAsync(after);

        Assert.Equal("many=true n=3", await after.TraitsAsync(anonymous: "enters"));
        Assert.Equal("n=0", await after.TraitsAsync(anonymous: "leaves"));
        Assert.Equal("many=true n=2", await after.TraitsAsync(anonymous: "stays"));
        Assert.Equal(
            ["enters Audience Entered", "leaves Audience Entered", "leaves Audience Exited", "stays Audience Entered"],
            (await AudienceEventsAsync(after)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_change_that_is_taken_back_ends_the_rebuild_and_touches_nothing()
    {
        await using var edge = await StartAsync(Views);
        await SendAsync(edge, Track("View", "a1"), Track("Order", "a1"));
        var gate = edge.Services.GetRequiredService<ProjectionGate>();

        await gate.EnterAsync(Cancel);
        edge.Configuration["Gatehouse:Sites:shop:ComputedTraits:n:When:Event"] = "Order";
        edge.Configuration.Reload();
        await UntilAsync(() => edge.Services.GetRequiredService<ProfileRebuild>().Status is not null);
        edge.Configuration["Gatehouse:Sites:shop:ComputedTraits:n:When:Event"] = "View";
        edge.Configuration.Reload();
        await UntilAsync(() => edge.Services.GetRequiredService<ProfileRebuild>().Status is null);
        gate.Leave(gate.Position);

        await SendAsync(edge, Track("View", "a1"));
        Assert.Equal("many=true n=2", await edge.TraitsAsync(anonymous: "a1"));
    }

    [Fact]
    public async Task An_ordered_rebuild_brings_back_what_the_log_holds_of_profiles_that_were_lost()
    {
        await using (var before = await StartAsync(Views))
        {
            await SendAsync(before, Track("View", "a1"), Identify("a1", "u1", "plan", "gold"), Track("View", "a1", "u1"));
            Assert.Equal("many=true n=2 plan=\"gold\"", await before.TraitsAsync(user: "u1"));
        }

        foreach (var file in Directory.EnumerateFiles(_data, "profiles.db*"))
        {
            File.Delete(file);
        }

        await using var after = await StartAsync(Views);
        Assert.Equal("n=0", await after.TraitsAsync(user: "u1"));
        Assert.True(await after.Services.GetRequiredService<ProfileRebuild>().OrderAsync(Cancel));
        await UntilAsync(() => after.Services.GetRequiredService<ProfileRebuild>().Status is null);

        Assert.Equal("many=true n=2 plan=\"gold\"", await after.TraitsAsync(user: "u1"));
        Assert.Equal("n=0", await after.TraitsAsync(anonymous: "a1"));
        await SendAsync(after, Track("View", "a1"), Track("View", "a1", "u1"));
        Assert.Equal("many=true n=4 plan=\"gold\"", await after.TraitsAsync(user: "u1"));
    }

    [Fact]
    public async Task A_visitor_who_is_erased_while_profiles_are_rebuilt_does_not_come_back()
    {
        await using var edge = await StartAsync(Views);
        await SendAsync(edge, Track("Order", "a1"), Identify("a1", "u1", "plan", "gold"));
        var gate = edge.Services.GetRequiredService<ProjectionGate>();

        await gate.EnterAsync(Cancel);
        edge.Configuration["Gatehouse:Sites:shop:ComputedTraits:n:When:Event"] = "Order";
        edge.Configuration.Reload();
        await UntilAsync(() => edge.Services.GetRequiredService<ProfileRebuild>().Status is { } status && status.Position == status.End);
        Assert.True(ProfileKey.TryCreate("shop", ProfileKind.User, "u1", out var key));
        Assert.NotNull(await edge.Services.GetRequiredService<ProfileEraser>().EraseAsync(key));
        gate.Leave(gate.Position);

        await DoneAsync(edge);
        Assert.Equal("n=0", await edge.TraitsAsync(user: "u1"));
        Assert.Equal("n=0", await edge.TraitsAsync(anonymous: "a1"));
    }

    public void Dispose() => Directory.Delete(_data, recursive: true);

    private Task<TestEdge> StartAsync((string, string?)[] settings, string? data = null, HeldScan? scan = null) => TestEdge.StartAsync(
        settings: [("Gatehouse:Data", data ?? _data), .. settings],
        build: builder =>
        {
            if (scan is not null)
            {
                builder.Services.AddSingleton<IProfileScan>(scan);
            }
        });

    /// <summary>Waits until what is configured is in service.</summary>
    private static Task DoneAsync(TestEdge edge) => UntilAsync(() =>
        edge.Services.GetRequiredService<DefinitionsInService>().Find("shop") is { Next: null, Current: var current } && current.Meaning == edge.Site().Get(ProfileDefinitions.Part).Meaning);

    private static async Task UntilAsync(Func<bool> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!holds())
        {
            await Task.Delay(5, limit.Token);
        }
    }

    private static JsonObject Track(string name, string? anonymous, string? user = null, int? x = null, DateTimeOffset? time = null) => new()
    {
        ["type"] = "track", ["event"] = name, ["anonymousId"] = anonymous, ["userId"] = user, ["properties"] = new JsonObject { ["x"] = x }, ["timestamp"] = time?.ToString("O", CultureInfo.InvariantCulture),
    };

    private static JsonObject Identify(string anonymous, string user, string trait, string value) => new()
    {
        ["type"] = "identify", ["anonymousId"] = anonymous, ["userId"] = user, ["traits"] = new JsonObject { [trait] = value },
    };

    private static JsonObject[] Random(int seed, int count)
    {
        var draws = new Random(seed);
        var begin = DateTimeOffset.UtcNow.AddDays(-1);
        return [.. Enumerable.Range(0, count).Select(index =>
        {
            // Twenty browsers, of which some sign in as one of ten users, and out.
            var anonymous = draws.Next(20);
            var user = draws.Next(8) == 0 ? "u" + ((anonymous + (draws.Next(10) == 0 ? 1 : 0)) / 2).ToString(CultureInfo.InvariantCulture) : null;
            return Track(draws.Next(2) == 0 ? "View" : "Order", "a" + anonymous.ToString(CultureInfo.InvariantCulture), user, draws.Next(5), begin.AddSeconds(index));
        })];
    }

    private static async Task SendAsync(TestEdge edge, params JsonObject[] events)
    {
        foreach (var chunk in events.Chunk(100))
        {
            var batch = new JsonObject { ["batch"] = new JsonArray([.. chunk.Select(static one => one.DeepClone())]) };
            using var answer = await edge.Client.PostAsync("/seg/events/b", new StringContent(batch.ToJsonString(), Encoding.UTF8, "application/json"), Cancel);
            answer.EnsureSuccessStatusCode();
        }

        await Cursors.WaitAsync(edge.Services.GetRequiredService<IEventLog>(), "projection");
    }

    private static async Task<string> ShowAsync(TestEdge edge)
    {
        var shown = new StringBuilder();
        for (var id = 0; id < 20; id++)
        {
            shown.AppendLine(CultureInfo.InvariantCulture, $"a{id} {await edge.TraitsAsync(anonymous: $"a{id}")}");
            shown.AppendLine(CultureInfo.InvariantCulture, $"u{id} {await edge.TraitsAsync(user: $"u{id}")}");
        }

        return shown.ToString();
    }

    private static async Task<List<string>> AudienceEventsAsync(TestEdge edge)
    {
        var log = edge.Services.GetRequiredService<IEventLog>();
        var found = new List<string>();
        for (var next = log.First; next < log.Next;)
        {
            var read = await log.ReadAsync(next, 1000, int.MaxValue, Cancel);
            next = read[^1].Position + 1;
            foreach (var record in read.OfType<LogRecord>().Where(static record => record.Event.IsOwn))
            {
                var json = JsonNode.Parse(record.Event.Json.Span)!;
                var audience = (string?)json["properties"]!["audience_key"];
                found.Add($"{record.Event.UserId}{record.Event.AnonymousId} {json["event"]}{(audience is "many" ? string.Empty : " " + audience)}");
            }
        }

        return found;
    }

    /// <summary>A look at all profiles that never comes on.</summary>
    private sealed class HeldScan : IProfileScan
    {
        public ValueTask<IReadOnlyList<ScannedProfile>?> ReadAsync(long after, int most) => new((IReadOnlyList<ScannedProfile>?)null);
    }
}
