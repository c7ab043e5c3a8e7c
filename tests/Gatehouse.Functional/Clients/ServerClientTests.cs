using Gatehouse.Functional.Harness;

namespace Gatehouse.Functional.Clients;

/// <summary>Libraries from npm as they are, pointed at the published server.</summary>
[Collection(nameof(ClientTests))]
public sealed class ServerClientTests(ClientsFixture clients)
{
    [Theory]
    [InlineData("segment.mjs", "seg-1", "WRITEKEY123", "track identify page screen group alias", "@segment/analytics-node")]
    [InlineData("rudderstack.mjs", "rud-1", "WRITEKEY123", "track identify page group", "analytics-node")]
    [InlineData("jitsu.mjs", "jit-1", "shop:WRITEKEY123", "track identify page", "@jitsu/js")]
    public async Task An_unmodified_client_delivers_each_event_once(string script, string user, string key, string types, string library)
    {
        await using var setup = await EdgeSetup.StartAsync();

        await clients.RunScriptAsync(script, setup.Edge.Url, key);

        foreach (var type in types.Split(' '))
        {
            var one = Assert.Single(await setup.Events.WaitForAsync(type));
            Assert.Equal(user, one.GetProperty("userId").GetString());
            Assert.Equal(library, one.GetProperty("context").GetProperty("library").GetProperty("name").GetString());
            Assert.False(one.GetProperty("context").TryGetProperty("ip", out _));
            Assert.False(one.TryGetProperty("writeKey", out _));
        }

        var order = Assert.Single(await setup.Events.WaitForAsync("track", "Order Completed"));
        Assert.Equal(24.5, order.GetProperty("properties").GetProperty("revenue").GetDouble());
        Assert.Equal(types.Split(' ').Length, (await setup.Events.AllAsync()).Count);
    }

    [Fact]
    public async Task A_client_with_a_wrong_key_is_told_so()
    {
        await using var setup = await EdgeSetup.StartAsync();

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => clients.RunScriptAsync("segment.mjs", setup.Edge.Url, "OTHER"));

        Assert.Contains("401", failure.Message, StringComparison.Ordinal);
        Assert.Empty(await setup.Events.AllAsync());
    }
}
