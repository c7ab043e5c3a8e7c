using System.Globalization;
using Gatehouse.Conformance.Profiles;
using Gatehouse.Profiles;
using Gatehouse.Profiles.Pull;
using Gatehouse.Tests.Harness;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;

namespace Gatehouse.Tests.Profiles.Pull;

public sealed class PullTests
{
    private readonly FakeTimeProvider _time = new(new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_visitor_that_the_store_does_not_know_is_asked_for_once_and_kept()
    {
        await using var api = await TestOrigin.StartAsync(static context => context.Response.WriteAsync("""{"traits":{"red_group":true,"ltv":120.5},"cursor":{"has_more":false}}"""));
        await using var edge = await StartAsync(api);

        Assert.Equal("ltv=120.5 red_group=true", await edge.TraitsAsync("u1"));
        Assert.Equal("ltv=120.5 red_group=true", await edge.TraitsAsync("u1"));

        var seen = Assert.Single(api.Seen);
        Assert.Equal("GET", seen.Method);
        Assert.Equal("/v1/spaces/spa_1/collections/users/profiles/user_id:u1/traits?limit=200&verbose=true", seen.Target);
        Assert.Equal("Basic " + Convert.ToBase64String("tok:"u8), seen.Headers["Authorization"]);
        Assert.False(seen.Headers.ContainsKey("Cookie"));
    }

    [Fact]
    public async Task An_anonymous_visitor_is_asked_for_by_the_anonymous_id()
    {
        await using var api = await TestOrigin.StartAsync(static context => context.Response.WriteAsync("""{"traits":{"a":1}}"""));
        await using var edge = await StartAsync(api);

        Assert.Equal("a=1", await edge.TraitsAsync(anonymous: "x1"));
        Assert.StartsWith("/v1/spaces/spa_1/collections/users/profiles/anonymous_id:x1/traits?", Assert.Single(api.Seen).Target, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../../x y", "user_id:..%2F..%2Fx%20y")]
    [InlineData("%2f", "user_id:%252f")]
    [InlineData("%2e%2e", "user_id:%252e%252e")]
    [InlineData("a/b?c#d", "user_id:a%2Fb%3Fc%23d")]
    [InlineData("a+b@c.example", "user_id:a%2Bb%40c.example")]
    [InlineData("...", "user_id:...")]
    [InlineData("a:b;c,d\\e", "user_id:a%3Ab%3Bc%2Cd%5Ce")]
    [InlineData("é😀", "user_id:%C3%A9%F0%9F%98%80")]
    public async Task An_id_is_one_segment_of_the_address_whatever_it_holds(string id, string segment)
    {
        await using var api = await TestOrigin.StartAsync(static context => context.Response.WriteAsync("""{"traits":{"a":1}}"""));
        await using var edge = await StartAsync(api);

        Assert.Equal("a=1", await edge.TraitsAsync(id));
        Assert.Equal($"/v1/spaces/spa_1/collections/users/profiles/{segment}/traits?limit=200&verbose=true", Assert.Single(api.Seen).Target);
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("")]
    [InlineData("a\nb")]
    [InlineData("a\u0000b")]
    public async Task An_id_that_could_be_something_else_is_never_asked_for(string id)
    {
        await using var api = await TestOrigin.StartAsync(static context => context.Response.WriteAsync("""{"traits":{"a":1}}"""));
        await using var edge = await StartAsync(api);

        Assert.Empty(await edge.TraitsAsync(id));
        Assert.Empty(api.Seen);
    }

    [Fact]
    public async Task All_pages_are_put_together()
    {
        await using var api = await TestOrigin.StartAsync(static context => context.Response.WriteAsync(context.Request.Query["next"].ToString() switch
        {
            "" => """{"traits":{"a":1},"cursor":{"has_more":true,"next":"b &1"}}""",
            "b &1" => """{"traits":{"b":{"value":2,"source_id":"s","updated_at":"2026-11-24T10:00:00Z"}},"cursor":{"has_more":true,"next":"c"}}""",
            _ => """{"traits":{"c":[3]},"cursor":{"has_more":false,"next":"d"}}""",
        }));
        await using var edge = await StartAsync(api);

        Assert.Equal("a=1 b=2 c=[3]", await edge.TraitsAsync("u1"));
        Assert.Equal(["", "&next=b%20%261", "&next=c"], api.Seen.Select(static seen => seen.Target.Split("verbose=true")[1]));
    }

    [Fact]
    public async Task Pages_without_end_are_left_after_ten()
    {
        await using var api = await TestOrigin.StartAsync(static context => context.Response.WriteAsync("""{"traits":{"a":1},"cursor":{"has_more":true,"next":"a"}}"""));
        await using var edge = await StartAsync(api);

        Assert.Equal("a=1", await edge.TraitsAsync("u1"));
        Assert.Equal(10, api.Seen.Count);
    }

    [Fact]
    public async Task A_hundred_pages_at_once_cause_one_fetch()
    {
        var ask = new TaskCompletionSource();
        var answer = new TaskCompletionSource();
        await using var api = await TestOrigin.StartAsync(async context =>
        {
            ask.SetResult();
            await answer.Task;
            await context.Response.WriteAsync("""{"traits":{"a":1}}""");
        });
        await using var edge = await StartAsync(api);

        var pages = Enumerable.Range(0, 100).Select(_ => edge.ProfileAsync("u1")).ToArray();
        await ask.Task;
        answer.SetResult();

        Assert.All(await Task.WhenAll(pages), static profile => Assert.Equal("a=1", profile!.Show()));
        Assert.Single(api.Seen);
    }

    [Fact]
    public async Task A_page_that_cannot_wait_leaves_and_the_fetch_goes_on_for_the_next_one()
    {
        var asked = new TaskCompletionSource();
        var answer = new TaskCompletionSource();
        await using var api = await TestOrigin.StartAsync(async context =>
        {
            asked.SetResult();
            await answer.Task;
            await context.Response.WriteAsync("""{"traits":{"a":1}}""");
        });
        await using var edge = await StartAsync(api);
        using var deadline = new CancellationTokenSource();

        var page = edge.ProfileWithinAsync(deadline.Token, "u1");
        await asked.Task;
        Assert.False(page.IsCompleted);
        await deadline.CancelAsync();
        Assert.Null(await page);
        answer.SetResult();

        Assert.Equal("a=1", await edge.TraitsAsync("u1"));
        Assert.Single(api.Seen);
    }

    [Fact]
    public async Task A_fetch_ends_after_two_seconds_and_the_visitor_is_not_taken_for_unknown()
    {
        var asked = new SemaphoreSlim(0);
        var hangs = true;
        await using var api = await TestOrigin.StartAsync(async context =>
        {
            asked.Release();
            if (hangs)
            {
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return;
            }

            await context.Response.WriteAsync("""{"traits":{"a":1}}""");
        });
        await using var edge = await StartAsync(api);

        var page = edge.ProfileAsync("u1");
        await asked.WaitAsync(Cancel);
        _time.Advance(TimeSpan.FromSeconds(1.9));
        Assert.False(page.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Null(await page);

        hangs = false;
        Assert.Null(await edge.ProfileAsync("u1"));
        _time.Advance(TimeSpan.FromSeconds(1.1));
        Assert.Equal("a=1", await edge.TraitsAsync("u1"));
    }

    [Theory]
    [InlineData(400, null)]
    [InlineData(401, null)]
    [InlineData(403, null)]
    [InlineData(500, null)]
    [InlineData(503, null)]
    [InlineData(302, null)]
    [InlineData(204, null)]
    [InlineData(200, "")]
    [InlineData(200, "{")]
    [InlineData(200, "[]")]
    [InlineData(200, "{}")]
    [InlineData(200, """{"traits":[]}""")]
    [InlineData(200, """{"traits":{"a":"\ud800"}}""")]
    public async Task Trouble_is_never_taken_for_no_profile(int status, string? body)
    {
        var isWell = false;
        await using var api = await TestOrigin.StartAsync(context =>
        {
            context.Response.StatusCode = isWell ? 200 : status;
            if (!isWell && status == 302)
            {
                context.Response.Headers.Location = "/elsewhere";
            }

            return isWell ? context.Response.WriteAsync("""{"traits":{"a":1}}""") : status == 204 ? Task.CompletedTask : context.Response.WriteAsync(body ?? "{}");
        });
        await using var edge = await StartAsync(api);

        Assert.Null(await edge.ProfileAsync("u1"));
        Assert.Null(await edge.ProfileAsync("u1"));
        Assert.Single(api.Seen);
        isWell = true;
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("a=1", await edge.TraitsAsync("u1"));
    }

    [Fact]
    public async Task An_API_that_is_not_there_is_trouble_too()
    {
        var api = await TestOrigin.StartAsync(static _ => Task.CompletedTask);
        await api.DisposeAsync();
        await using var edge = await StartAsync(api);

        Assert.Null(await edge.ProfileAsync("u1"));
    }

    [Fact]
    public async Task An_answer_of_more_than_a_megabyte_is_not_read()
    {
        await using var api = await TestOrigin.StartAsync(static context => context.Response.WriteAsync("""{"traits":{"a":" """ + new string('x', 1_100_000) + "\"}}"));
        await using var edge = await StartAsync(api);

        Assert.Null(await edge.ProfileAsync("u1"));
    }

    [Fact]
    public async Task A_profile_that_does_not_exist_is_remembered_for_a_minute()
    {
        var exists = false;
        await using var api = await TestOrigin.StartAsync(context =>
        {
            context.Response.StatusCode = exists ? 200 : 404;
            return context.Response.WriteAsync(exists ? """{"traits":{"a":1}}""" : """{"error":{"code":"not_found","message":"no"}}""");
        });
        await using var edge = await StartAsync(api);

        Assert.Same(Profile.Empty, await edge.ProfileAsync("u1"));
        exists = true;
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.Same(Profile.Empty, await edge.ProfileAsync("u1"));
        Assert.Single(api.Seen);

        // From now on it is old: this page gets what is known, and the fetch that it causes is for the next one.
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Same(Profile.Empty, await edge.ProfileAsync("u1"));
        await PulledAsync(edge);
        Assert.Equal("a=1", await edge.TraitsAsync("u1"));
    }

    [Fact]
    public async Task A_visitor_whom_nobody_knows_leaves_nothing_in_the_store()
    {
        var store = new MemoryProfileStore();
        await using var api = await TestOrigin.StartAsync(static context =>
        {
            context.Response.StatusCode = 404;
            return Task.CompletedTask;
        });
        await using var edge = await StartAsync(api, store);

        Assert.Same(Profile.Empty, await edge.ProfileAsync("made up"));
        Assert.Equal(0, (await store.GetAsync(ProfileStoreSuite.Key("made up"), Cancel)).Version);
        await edge.PushAsync("""{"type":"identify","userId":"made up","traits":{"a":1}}""");
        Assert.Equal("a=1", await edge.TraitsAsync("made up"));
        Assert.Single(api.Seen);
    }

    [Fact]
    public async Task A_found_profile_is_fresh_for_two_minutes_then_fetched_again_and_replaced_as_a_whole()
    {
        var answers = new Queue<string>(["""{"traits":{"a":1,"b":1}}""", """{"traits":{"b":2}}"""]);
        await using var api = await TestOrigin.StartAsync(context => context.Response.WriteAsync(answers.Dequeue()));
        await using var edge = await StartAsync(api);

        Assert.Equal("a=1 b=1", await edge.TraitsAsync("u1"));
        _time.Advance(TimeSpan.FromSeconds(119));
        Assert.Equal("a=1 b=1", await edge.TraitsAsync("u1"));
        Assert.Single(api.Seen);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("a=1 b=1", await edge.TraitsAsync("u1"));
        await PulledAsync(edge);
        Assert.Equal("b=2", await edge.TraitsAsync("u1"));
    }

    [Fact]
    public async Task What_is_known_stays_in_use_while_the_API_is_in_trouble()
    {
        var status = 200;
        await using var api = await TestOrigin.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync("""{"traits":{"a":1}}""");
        });
        await using var edge = await StartAsync(api);
        Assert.Equal("a=1", await edge.TraitsAsync("u1"));
        status = 500;
        _time.Advance(TimeSpan.FromHours(5));

        Assert.Equal("a=1", await edge.TraitsAsync("u1"));
        await PulledAsync(edge);
        Assert.Equal("a=1", await edge.TraitsAsync("u1"));
        Assert.Equal(2, api.Seen.Count);
    }

    [Fact]
    public async Task An_API_that_wants_to_be_left_alone_is_left_alone_as_long_as_it_says()
    {
        var status = 429;
        await using var api = await TestOrigin.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.RetryAfter = "30";
            return context.Response.WriteAsync("""{"traits":{"a":1}}""");
        });
        await using var edge = await StartAsync(api);

        Assert.Null(await edge.ProfileAsync("u1"));
        status = 200;
        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.Null(await edge.ProfileAsync("u1"));
        Assert.Null(await edge.ProfileAsync("u2"));
        Assert.Single(api.Seen);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("a=1", await edge.TraitsAsync("u2"));
    }

    [Fact]
    public async Task After_five_failures_in_a_row_nobody_is_asked_for_during_five_seconds()
    {
        var status = 500;
        await using var api = await TestOrigin.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync("""{"traits":{"a":1}}""");
        });
        await using var edge = await StartAsync(api);

        for (var i = 0; i < 10; i++)
        {
            Assert.Null(await edge.ProfileAsync("u" + i.ToString(CultureInfo.InvariantCulture)));
        }

        Assert.Equal(5, api.Seen.Count);
        status = 200;
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("a=1", await edge.TraitsAsync("u9"));
    }

    [Fact]
    public async Task No_more_than_64_visitors_are_asked_for_at_the_same_time()
    {
        var asked = new SemaphoreSlim(0);
        var answer = new TaskCompletionSource();
        await using var api = await TestOrigin.StartAsync(async context =>
        {
            asked.Release();
            await answer.Task;
            await context.Response.WriteAsync("""{"traits":{"a":1}}""");
        });
        await using var edge = await StartAsync(api);

        var pages = Enumerable.Range(0, ProfilePuller.MostFlights).Select(number => edge.ProfileAsync("u" + number.ToString(CultureInfo.InvariantCulture))).ToArray();
        for (var i = 0; i < pages.Length; i++)
        {
            await asked.WaitAsync(Cancel);
        }

        Assert.Null(await edge.ProfileAsync("one more"));
        answer.SetResult();
        Assert.All(await Task.WhenAll(pages), static profile => Assert.Equal("a=1", profile!.Show()));
        Assert.Equal("a=1", await edge.TraitsAsync("one more"));
    }

    [Fact]
    public async Task A_pushed_profile_answers_at_once_and_the_fetch_adds_what_was_never_pushed()
    {
        await using var api = await TestOrigin.StartAsync(static context => context.Response.WriteAsync("""{"traits":{"a":"pulled","b":"pulled"}}"""));
        await using var edge = await StartAsync(api);
        await edge.PushAsync("""{"type":"identify","userId":"u1","timestamp":"2026-11-24T10:00:00Z","traits":{"a":"pushed"}}""");

        Assert.Equal("a=\"pushed\"", await edge.TraitsAsync("u1"));
        await PulledAsync(edge);
        Assert.Equal("a=\"pushed\" b=\"pulled\"", await edge.TraitsAsync("u1"));
    }

    [Fact]
    public async Task Of_a_pushed_and_a_pulled_value_the_newer_one_is_used_when_the_API_says_when()
    {
        await using var api = await TestOrigin.StartAsync(static context => context.Response.WriteAsync("""
            {"traits":{"a":{"value":"pulled","updated_at":"2026-11-24T10:00:01Z"},"b":{"value":"pulled","updated_at":"2026-11-24T09:59:59Z"}}}
            """));
        await using var edge = await StartAsync(api);
        await edge.PushAsync("""{"type":"identify","userId":"u1","timestamp":"2026-11-24T10:00:00Z","traits":{"a":"pushed","b":"pushed"}}""");

        await edge.ProfileAsync("u1");
        await PulledAsync(edge);
        Assert.Equal("a=\"pulled\" b=\"pushed\"", await edge.TraitsAsync("u1"));
    }

    [Fact]
    public async Task A_forgotten_visitor_is_not_asked_for()
    {
        await using var api = await TestOrigin.StartAsync(static context => context.Response.WriteAsync("""{"traits":{"a":1}}"""));
        await using var edge = await StartAsync(api);
        await edge.PushAsync("""{"type":"delete","userId":"u1","timestamp":"2026-11-25T11:00:00Z"}""");

        Assert.Empty(await edge.TraitsAsync("u1"));
        Assert.Empty(api.Seen);
    }

    [Fact]
    public async Task What_was_fetched_is_still_known_after_a_restart()
    {
        var store = new MemoryProfileStore();
        await using var api = await TestOrigin.StartAsync(static context => context.Response.WriteAsync("""{"traits":{"a":1}}"""));
        for (var start = 0; start < 2; start++)
        {
            await using var edge = await StartAsync(api, store);
            Assert.Equal("a=1", await edge.TraitsAsync("u1"));
        }

        Assert.Single(api.Seen);
    }

    [Fact]
    public async Task What_was_fetched_is_used_even_if_it_cannot_be_stored()
    {
        var store = new MemoryProfileStore();
        await using var api = await TestOrigin.StartAsync(context =>
        {
            store.Trouble = StoreOutcome.Full;
            return context.Response.WriteAsync("""{"traits":{"a":1}}""");
        });
        await using var edge = await StartAsync(api, store);

        Assert.Equal("a=1", await edge.TraitsAsync("u1"));
        Assert.Equal("a=1", await edge.TraitsAsync("u1"));
        Assert.Single(api.Seen);
    }

    private Task<TestEdge> StartAsync(TestOrigin api, MemoryProfileStore? store = null) => TestEdge.StartAsync(
        settings:
        [
            .. ProfilePush.Settings,
            ("Segment:ProfilesApi", api.Url), ("Segment:SpaceId", "spa_1"), ("Segment:ProfilesToken", "tok"),
            ("Segment:Cdn", api.Url), ("Segment:TrackingApi", api.Url),
        ],
        build: builder =>
        {
            builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(_time));
            if (store is not null)
            {
                builder.Services.Replace(ServiceDescriptor.Singleton<IProfileStore>(store));
            }
        });

    private static Task PulledAsync(TestEdge edge) => edge.Services.GetRequiredService<ProfilePuller>().WhenIdleAsync();
}
