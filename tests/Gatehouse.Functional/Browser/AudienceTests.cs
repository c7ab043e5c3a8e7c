using Gatehouse.Functional.Harness;
using Microsoft.Playwright;

namespace Gatehouse.Functional.Browser;

/// <summary>What a visitor does decides what the visitor sees next, with the real library in a real browser.</summary>
public sealed class AudienceTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    private static readonly string[] Interested =
    [
        "Sites:shop:ComputedTraits:views_1h:Compute=count", "Sites:shop:ComputedTraits:views_1h:When:Event=Product Viewed", "Sites:shop:ComputedTraits:views_1h:Window=1h",
        "Sites:shop:Audiences:interested:When:Trait=views_1h", "Sites:shop:Audiences:interested:When:GreaterOrEqual=3",
        "Sites:shop:Variations:0:Serve:1:When:Trait=interested", "Sites:shop:Variations:0:Serve:1:Path=/green",
    ];

    [Fact]
    public async Task Three_views_make_a_visitor_interested_who_stays_so_when_signing_in_and_not_after_signing_out()
    {
        await using var setup = await EdgeSetup.StartAsync(more: Interested);
        await using var visitor = await browser.NewVisitorAsync();
        await using var other = await browser.NewVisitorAsync();
        var (page, otherPage) = (await visitor.NewPageAsync(), await other.NewPageAsync());

        // Two are not enough.
        await page.GotoAsync(setup.Url + "/cart");
        await page.EvaluateAsync("Promise.all([analytics.track('Product Viewed'), analytics.track('Product Viewed')])");
        await setup.Events.WaitForAsync("track", "Product Viewed", count: 2);
        Assert.Equal("everyone", await HomeOfAsync(page, setup));

        // The third one is; the event of the entering says that the profile is on disk.
        await page.EvaluateAsync("analytics.track('Product Viewed')");
        var entered = Assert.Single(await setup.Events.WaitForAsync("track", "Audience Entered"));
        Assert.Equal("green", await HomeOfAsync(page, setup));
        var id = (await visitor.CookiesAsync()).Single(static cookie => cookie.Name == "ajs_anonymous_id").Value;
        Assert.Equal(id, entered.GetProperty("anonymousId").GetString());
        Assert.Equal("interested", entered.GetProperty("properties").GetProperty("audience_key").GetString());

        // Nobody else is, not even with two views.
        await otherPage.GotoAsync(setup.Url + "/cart");
        await otherPage.EvaluateAsync("Promise.all([analytics.track('Product Viewed'), analytics.track('Product Viewed')])");
        await setup.Events.WaitForAsync("track", "Product Viewed", count: 5);
        Assert.Equal("everyone", await HomeOfAsync(otherPage, setup));

        // Signing in takes it along.
        await page.EvaluateAsync("analytics.identify('u1')");
        var both = await setup.Events.WaitForAsync("track", "Audience Entered", count: 2);
        Assert.Equal("u1", both[1].GetProperty("userId").GetString());
        Assert.Equal("green", await HomeOfAsync(page, setup));

        // Signing out leaves it with the user.
        var reset = page.WaitForResponseAsync(static response => response.Url.EndsWith("/seg/reset", StringComparison.Ordinal));
        await page.EvaluateAsync("void analytics.reset()");
        Assert.Equal(200, (await reset).Status);
        Assert.Equal("everyone", await HomeOfAsync(page, setup));
        Assert.Equal("everyone", await HomeOfAsync(otherPage, setup));
        Assert.Equal(2, (await setup.Events.WaitForAsync("track", "Audience Entered")).Count);
    }

    private static async Task<string?> HomeOfAsync(IPage page, EdgeSetup setup)
    {
        await page.GotoAsync(setup.Url + "/");
        return await page.Locator(".hero").GetAttributeAsync("data-variant");
    }
}
