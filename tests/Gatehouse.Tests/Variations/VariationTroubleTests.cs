using Gatehouse.Conformance.Profiles;
using Gatehouse.Profiles;
using Gatehouse.Tests.Harness;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;

namespace Gatehouse.Tests.Variations;

public sealed class VariationTroubleTests
{
    private static readonly (string, string?)[] Red =
    [
        .. ProfilePush.Settings,
        ("Variations:0:Path", "/"), ("Variations:0:Serve:0:When:Trait", "red_group"), ("Variations:0:Serve:0:Path", "/red"),
    ];

    private readonly FakeTimeProvider _time = new(new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_profile_API_that_hangs_costs_a_page_20_ms_and_the_next_page_knows()
    {
        var asked = new TaskCompletionSource();
        var answer = new TaskCompletionSource();
        await using var api = await TestOrigin.StartAsync(async context =>
        {
            asked.SetResult();
            await answer.Task;
            await context.Response.WriteAsync("""{"traits":{"red_group":true}}""");
        });
        await using var origin = await TestOrigin.StartAsync(Echo);
        await using var edge = await StartAsync(origin, [.. Red, ("Segment:ProfilesApi", api.Url), ("Segment:SpaceId", "spa_1"), ("Segment:ProfilesToken", "tok"), ("Segment:Cdn", api.Url), ("Segment:TrackingApi", api.Url)]);
        using var counted = new CountedOutcomes(edge, "gatehouse.variations");

        var page = PageAsync(edge, "ajs_user_id=u1");
        await asked.Task;
        _time.Advance(TimeSpan.FromMilliseconds(19));
        Assert.Empty(origin.Seen);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal("/", await page);
        Assert.Equal([("shop", "no_profile")], counted.Seen);

        answer.SetResult();
        await edge.ProfileAsync("u1");
        Assert.Equal("/red", await PageAsync(edge, "ajs_user_id=u1"));
        Assert.Equal(("shop", "served"), counted.Seen.Last());
    }

    [Fact]
    public async Task A_store_that_hangs_costs_a_page_20_ms_and_a_visitor_without_ids_nothing()
    {
        var store = new MemoryProfileStore();
        await using var origin = await TestOrigin.StartAsync(Echo);
        await using var edge = await StartAsync(origin, Red, store);
        store.ReadGate = new TaskCompletionSource().Task;
        store.Asked = new();
        var before = store.Reads;

        Assert.Equal("/", await PageAsync(edge, null));
        Assert.Equal(before, store.Reads);

        var page = PageAsync(edge, "ajs_user_id=u1");
        await store.Asked.Task;
        _time.Advance(TimeSpan.FromMilliseconds(20));

        Assert.Equal("/", await page);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_store_in_trouble_gives_the_page_itself(int trouble)
    {
        var store = new MemoryProfileStore { Trouble = new[] { StoreOutcome.Busy, StoreOutcome.Full, StoreOutcome.Failed }[trouble - 1] };
        await using var origin = await TestOrigin.StartAsync(Echo);
        await using var edge = await StartAsync(origin, Red, store);
        using var variations = new CountedOutcomes(edge, "gatehouse.variations");
        using var profiles = new CountedOutcomes(edge, "gatehouse.profiles");

        Assert.Equal("/", await PageAsync(edge, "ajs_user_id=u1"));
        Assert.Equal([("shop", "no_profile")], variations.Seen);
        Assert.Equal([("shop", "read_failed")], profiles.Seen);
    }

    [Fact]
    public async Task A_reader_that_throws_gives_the_page_itself()
    {
        await using var origin = await TestOrigin.StartAsync(Echo);
        await using var edge = await StartAsync(origin, Red, new ThrowingStore());

        Assert.Equal("/", await PageAsync(edge, "ajs_user_id=u1"));
    }

    [Fact]
    public async Task Every_outcome_is_counted()
    {
        await using var origin = await TestOrigin.StartAsync(Echo);
        var next = new Queue<Func<string?>>([() => null, () => "/red", () => "red", () => throw new InvalidOperationException("no")]);
        await using var edge = await TestEdge.StartAsync(origin, configure: edge => edge.MapVariation("/", _ => next.Dequeue()()));
        using var counted = new CountedOutcomes(edge, "gatehouse.variations");

        for (var i = 0; i < 4; i++)
        {
            await PageAsync(edge, null);
        }

        Assert.Equal(["plain", "served", "bad_path", "rule_failed"], counted.Seen.Select(static seen => seen.Outcome));
    }

    private static Task Echo(HttpContext context) => context.Response.WriteAsync(SeenRequest.Of(context.Request).Target);

    private Task<TestEdge> StartAsync(TestOrigin origin, IEnumerable<(string, string?)> settings, IProfileStore? store = null) => TestEdge.StartAsync(origin, settings, build: builder =>
    {
        builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(_time));
        if (store is not null)
        {
            builder.Services.Replace(ServiceDescriptor.Singleton(store));
        }
    });

    private static async Task<string> PageAsync(TestEdge edge, string? cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        if (cookie is not null)
        {
            request.Headers.Add("Cookie", cookie);
        }

        using var answer = await edge.Client.SendAsync(request, Cancel);
        return await answer.Content.ReadAsStringAsync(Cancel);
    }

    private sealed class ThrowingStore : IProfileStore
    {
        public ValueTask<StoreRead> GetAsync(ProfileKey key, CancellationToken cancellationToken) =>
            key.Kind == ProfileKind.User ? throw new InvalidOperationException("a bug") : new(new StoreRead(StoreOutcome.Done));

        public ValueTask<StoreWrite> CompareAndSetAsync(ProfileKey key, long expected, ReadOnlyMemory<byte> value) => throw new InvalidOperationException("a bug");
    }
}
