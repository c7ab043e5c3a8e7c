using System.Text;
using Gatehouse.Events;
using Gatehouse.Profiles;
using Gatehouse.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Gatehouse.Tests.Profiles;

/// <summary>Profiles that go: by order, and by age.</summary>
public sealed class ErasureTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_erased_user_is_gone_with_all_ids_and_what_the_log_still_holds_does_not_come_back()
    {
        await using var edge = await TestEdge.StartAsync();
        await SendAsync(edge, """{"anonymousId":"a1","traits":{"plan":"gold"}}""");
        await SendAsync(edge, """{"anonymousId":"a1","userId":"u1","traits":{"age":7}}""");
        await SendAsync(edge, """{"anonymousId":"a1","traits":{"seen":"signed out"}}""");

        Assert.True(ProfileKey.TryCreate("shop", ProfileKind.User, "u1", out var key));
        var erased = await edge.Services.GetRequiredService<ProfileEraser>().EraseAsync(key);

        Assert.Equal(2, erased!.Count);
        Assert.Empty(await edge.TraitsAsync(user: "u1"));
        Assert.Empty(await edge.TraitsAsync(anonymous: "a1"));
        var erasures = edge.Services.GetRequiredService<IErasures>();
        var log = edge.Services.GetRequiredService<IEventLog>();
        Assert.All((await log.ReadAsync(log.First, 100, int.MaxValue, Cancel)).OfType<LogRecord>(), record => Assert.True(erasures.IsErased(record)));

        // Who comes back begins anew.
        await SendAsync(edge, """{"userId":"u1","traits":{"age":8}}""");
        Assert.Equal("age=8", await edge.TraitsAsync(user: "u1"));
    }

    [Fact]
    public async Task A_profile_that_nothing_changes_for_long_enough_goes()
    {
        var clock = new FakeTimeProvider(new(2026, 11, 25, 10, 0, 0, TimeSpan.Zero));
        await using var edge = await TestEdge.StartAsync(settings: [("ProfileExpiry", "30d")], build: builder => builder.Services.AddSingleton<TimeProvider>(clock));
        await SendAsync(edge, """{"userId":"idle","traits":{"age":7}}""");
        await SendAsync(edge, """{"userId":"busy","traits":{"age":7}}""");
        clock.Advance(TimeSpan.FromDays(29));
        await SendAsync(edge, """{"userId":"busy","traits":{"plan":"gold"}}""");
        clock.Advance(TimeSpan.FromDays(2));

        await edge.Services.GetRequiredService<ProfileSweep>().SweepAsync();

        Assert.Empty(await edge.TraitsAsync(user: "idle"));
        Assert.Equal("age=7 plan=\"gold\"", await edge.TraitsAsync(user: "busy"));
    }

    [Fact]
    public async Task An_erasure_is_remembered_as_long_as_the_log_may_hold_something_of_before()
    {
        var clock = new FakeTimeProvider(new(2026, 11, 25, 10, 0, 0, TimeSpan.Zero));
        await using var edge = await TestEdge.StartAsync(build: builder => builder.Services.AddSingleton<TimeProvider>(clock));
        var before = clock.GetUtcNow();
        await SendAsync(edge, """{"userId":"u1","traits":{"age":7}}""");
        clock.Advance(TimeSpan.FromMinutes(1));
        var erasures = edge.Services.GetRequiredService<IErasures>();
        Assert.True(await erasures.AddAsync("shop", null, "u1", clock.GetUtcNow()));
        clock.Advance(TimeSpan.FromDays(90));
        Assert.True(await erasures.AddAsync("shop", null, "u2", clock.GetUtcNow()));

        await edge.Services.GetRequiredService<ErasureExpiry>().LookAsync(Cancel);
        Assert.True(erasures.IsErased("shop", null, "u1", before));

        await using var later = await TestEdge.StartAsync(log: new MemoryEventLog(), build: builder => builder.Services.AddSingleton<TimeProvider>(clock).AddSingleton(erasures));
        await later.Services.GetRequiredService<ErasureExpiry>().LookAsync(Cancel);
        Assert.False(erasures.IsErased("shop", null, "u1", before));
        Assert.True(erasures.IsErased("shop", null, "u2", before));
    }

    [Fact]
    public async Task Nothing_of_an_erased_profile_is_left_in_the_database()
    {
        var data = Directory.CreateTempSubdirectory("gatehouse-erased-").FullName;
        try
        {
            await using (var edge = await TestEdge.StartAsync(settings: [("Gatehouse:Data", data)]))
            {
                await SendAsync(edge, """{"userId":"kept","traits":{"age":7}}""");
                await SendAsync(edge, """{"userId":"somebody-who-goes","traits":{"plan":"a secret wish","note":"NOTE"}}""".Replace("NOTE", string.Concat(Enumerable.Repeat("a secret note ", 900)), StringComparison.Ordinal));
                Assert.True(ProfileKey.TryCreate("shop", ProfileKind.User, "somebody-who-goes", out var key));
                Assert.NotNull(await edge.Services.GetRequiredService<ProfileEraser>().EraseAsync(key));
            }

            var bytes = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(Path.Combine(data, "profiles.db"), Cancel));
            Assert.Contains("kept", bytes, StringComparison.Ordinal);
            Assert.DoesNotContain("somebody-who-goes", bytes, StringComparison.Ordinal);
            Assert.DoesNotContain("a secret", bytes, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task SendAsync(TestEdge edge, string json)
    {
        using var answer = await edge.Client.PostAsync("/seg/events/i", new StringContent(json, Encoding.UTF8, "application/json"), Cancel);
        answer.EnsureSuccessStatusCode();
        await Cursors.WaitAsync(edge.Services.GetRequiredService<IEventLog>(), "projection");
    }
}
