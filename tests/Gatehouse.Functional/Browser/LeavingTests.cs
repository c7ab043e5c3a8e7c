using Gatehouse.Functional.Harness;

namespace Gatehouse.Functional.Browser;

/// <summary>What the real library does without a network, and when its page goes away.</summary>
public sealed class LeavingTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    [Fact]
    public async Task What_is_tracked_offline_arrives_once_when_the_network_is_back()
    {
        await using var setup = await EdgeSetup.StartAsync();
        await using var visitor = await browser.NewVisitorAsync();
        var page = await visitor.NewPageAsync();
        await page.GotoAsync(setup.Url + "/products");
        var view = Assert.Single(await setup.Events.WaitForAsync("page"));

        await visitor.SetOfflineAsync(true);
        await page.EvaluateAsync("void analytics.track('Offline')");
        await visitor.SetOfflineAsync(false);

        var kept = Assert.Single(await setup.Events.WaitForAsync("track", "Offline"));
        Assert.Equal(view.GetProperty("anonymousId").GetString(), kept.GetProperty("anonymousId").GetString());
        Assert.Equal(2, (await setup.Events.AllAsync()).Count);
    }

    [Fact]
    public async Task What_a_page_could_not_send_before_it_closed_is_sent_once_by_the_next_page()
    {
        await using var setup = await EdgeSetup.StartAsync();
        await using var visitor = await browser.NewVisitorAsync();
        var page = await visitor.NewPageAsync();
        await page.GotoAsync(setup.Url + "/products");
        await setup.Events.WaitForAsync("page");

        await visitor.SetOfflineAsync(true);
        await page.EvaluateAsync("void analytics.track('Last words')");
        await page.GotoAsync("about:blank");
        await visitor.SetOfflineAsync(false);
        await page.GotoAsync(setup.Url + "/products");

        Assert.Single(await setup.Events.WaitForAsync("track", "Last words"));
        await setup.Events.WaitForAsync("page", count: 2);
        Assert.Equal(3, (await setup.Events.AllAsync()).Count);
    }
}
