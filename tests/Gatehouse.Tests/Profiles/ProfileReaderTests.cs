using Gatehouse.Profiles;
using Gatehouse.Tests.Harness;
using Gatehouse.Visitors;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Tests.Profiles;

public sealed class ProfileReaderTests
{
    [Fact]
    public async Task A_hot_profile_is_read_at_once_and_without_allocation()
    {
        await using var edge = await TestEdge.StartAsync(settings: ProfilePush.Settings);
        await edge.PushAsync("""{"type":"identify","userId":"u1","traits":{"red_group":true}}""");
        var reader = edge.Services.GetRequiredService<IProfileReader>();
        var site = edge.Site();
        var visitor = new Visitor { UserId = "u1", AnonymousId = "a1" };

        // Where the cache does its upkeep, it may allocate; most reads do none of it, so the least of many rounds counts.
        var least = long.MaxValue;
        for (var round = 0; round < 100; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var reading = reader.ReadAsync(site, visitor, TestContext.Current.CancellationToken);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            Assert.True(reading.IsCompletedSuccessfully);
            Assert.True((await reading)!.Is("red_group"));
        }

        Assert.Equal(0, least);
    }

    [Fact]
    public async Task A_visitor_without_a_usable_id_has_the_empty_profile()
    {
        await using var edge = await TestEdge.StartAsync();

        Assert.Same(Profile.Empty, await edge.ProfileAsync());
        Assert.Same(Profile.Empty, await edge.ProfileAsync("a\nb", "a1"));
    }
}
