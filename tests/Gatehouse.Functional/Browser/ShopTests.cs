using Gatehouse.Functional.Harness;
using Microsoft.Playwright;

namespace Gatehouse.Functional.Browser;

/// <summary>What a visitor and the site's owner see, with the real library in a real browser.</summary>
public sealed class ShopTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_visit_from_first_page_to_sign_out_is_recorded_once_and_under_the_right_ids(bool https)
    {
        await using var setup = await EdgeSetup.StartAsync(https);
        await setup.PushAsync("red-customer", "red_group");
        await using var visitor = await browser.NewVisitorAsync();
        var page = await visitor.NewPageAsync();
        var foreign = new List<string>();
        page.Request += (_, request) =>
        {
            if (new Uri(request.Url) is { Scheme: "http" or "https" } url && url.GetLeftPart(UriPartial.Authority) != setup.Url)
            {
                foreign.Add(request.Url);
            }
        };

        // The first page makes an id that no script can read, and is recorded under it.
        await page.GotoAsync(setup.Url + "/");
        Assert.Equal("everyone", await page.Locator(".hero").GetAttributeAsync("data-variant"));
        var view = Assert.Single(await setup.Events.WaitForAsync("page"));
        var jar = await visitor.CookiesAsync();
        var id = jar.Single(static cookie => cookie.Name == "ajs_anonymous_id");
        Assert.True(id.HttpOnly);
        Assert.Equal(https, id.Secure);
        Assert.Equal(SameSiteAttribute.Lax, id.SameSite);
        Assert.Equal(".shop.example", id.Domain);
        Assert.DoesNotContain("ajs_anonymous_id", await page.EvaluateAsync<string>("document.cookie"), StringComparison.Ordinal);
        Assert.Equal(id.Value, view.GetProperty("anonymousId").GetString());
        Assert.False(view.TryGetProperty("writeKey", out _));

        // What the page tracks arrives with the same id.
        await page.GotoAsync(setup.Url + "/products/ridgeline-tent");
        await page.ClickAsync("#add-to-cart");
        var added = Assert.Single(await setup.Events.WaitForAsync("track", "Product Added"));
        Assert.Equal(id.Value, added.GetProperty("anonymousId").GetString());

        // Signing in sets the user's cookie, and the very next home page is the user's.
        await page.GotoAsync(setup.Url + "/account");
        await page.ClickAsync("#sign-in-red");
        var identify = Assert.Single(await setup.Events.WaitForAsync("identify"));
        Assert.Equal("red-customer", identify.GetProperty("userId").GetString());
        Assert.Equal(id.Value, identify.GetProperty("anonymousId").GetString());
        await page.GotoAsync(setup.Url + "/");
        Assert.Equal("red", await page.Locator(".hero").GetAttributeAsync("data-variant"));
        var user = (await visitor.CookiesAsync()).Single(static cookie => cookie.Name == "ajs_user_id");
        Assert.Equal("red-customer", user.Value);
        Assert.True(user.HttpOnly);

        // A page seen while signed in carries both ids, and no second identify was needed for that.
        var pages = await setup.Events.WaitForAsync("page", count: 4);
        Assert.Equal("red-customer", pages[^1].GetProperty("userId").GetString());
        Assert.Equal(id.Value, pages[^1].GetProperty("anonymousId").GetString());

        // Signing out ends both ids and the personal page.
        await page.GotoAsync(setup.Url + "/account");
        var reset = page.WaitForResponseAsync(static response => response.Url.EndsWith("/seg/reset", StringComparison.Ordinal));
        await page.ClickAsync("#sign-out");
        Assert.Equal(200, (await reset).Status);
        await page.GotoAsync(setup.Url + "/");
        Assert.Equal("everyone", await page.Locator(".hero").GetAttributeAsync("data-variant"));
        jar = await visitor.CookiesAsync();
        Assert.DoesNotContain(jar, static cookie => cookie.Name == "ajs_user_id");
        Assert.NotEqual(id.Value, jar.Single(static cookie => cookie.Name == "ajs_anonymous_id").Value);

        // Each event once, none elsewhere, the browser's credentials nowhere.
        await setup.Events.WaitForAsync("page", count: 6);
        var received = await setup.Events.AllAsync();
        Assert.Equal(received.Count, received.Select(static item => item.GetProperty("event").GetProperty("messageId").GetString()).Distinct(StringComparer.Ordinal).Count());
        Assert.Single(received, static item => item.GetProperty("event").GetProperty("type").GetString() == "identify");
        Assert.All(received, static item => Assert.Equal(1, item.GetProperty("authorizations").GetInt32()));
        Assert.All(received, static item => Assert.False(item.GetProperty("cookie").GetBoolean()));
        Assert.Empty(foreign);
    }

    [Fact]
    public async Task A_visitor_who_comes_back_is_the_same_visitor_even_without_script_storage()
    {
        await using var setup = await EdgeSetup.StartAsync();
        await using var visitor = await browser.NewVisitorAsync();
        var page = await visitor.NewPageAsync();
        await page.GotoAsync(setup.Url + "/products");
        var first = Assert.Single(await setup.Events.WaitForAsync("page"));

        await page.EvaluateAsync("localStorage.clear(); sessionStorage.clear()");
        await page.CloseAsync();
        page = await visitor.NewPageAsync();
        await page.GotoAsync(setup.Url + "/products");
        var both = await setup.Events.WaitForAsync("page", count: 2);

        Assert.Equal(first.GetProperty("anonymousId").GetString(), both[1].GetProperty("anonymousId").GetString());
    }

    [Fact]
    public async Task A_visitor_whose_script_storage_says_another_id_keeps_the_cookies_id()
    {
        await using var setup = await EdgeSetup.StartAsync();
        await using var visitor = await browser.NewVisitorAsync();
        var page = await visitor.NewPageAsync();
        await page.GotoAsync(setup.Url + "/products");
        var first = Assert.Single(await setup.Events.WaitForAsync("page"));

        await page.EvaluateAsync("localStorage.setItem('ajs_anonymous_id', '\"stale\"')");
        await page.GotoAsync(setup.Url + "/products");
        var both = await setup.Events.WaitForAsync("page", count: 2);

        Assert.Equal(first.GetProperty("anonymousId").GetString(), both[1].GetProperty("anonymousId").GetString());
    }

    [Fact]
    public async Task A_page_with_a_strict_policy_is_instrumented_without_breaking_it()
    {
        await using var setup = await EdgeSetup.StartAsync();
        await using var visitor = await browser.NewVisitorAsync();
        var page = await visitor.NewPageAsync();

        await page.GotoAsync(setup.Url + "/strict-csp");

        await setup.Events.WaitForAsync("page");
        await Assertions.Expect(page.Locator("#csp-analytics")).ToHaveAttributeAsync("data-state", "good");
        Assert.Equal(0, await page.EvaluateAsync<int>("(window.fieldlineViolations || []).length"));
    }

    [Fact]
    public async Task A_browser_that_refuses_cookies_is_still_one_visitor()
    {
        await using var setup = await EdgeSetup.StartAsync();
        await using var visitor = await browser.NewVisitorAsync();

        // What refusing cookies looks like to the edge: none ever comes back.
        await visitor.RouteAsync("**/*", static async route =>
        {
            var headers = new Dictionary<string, string>(await route.Request.AllHeadersAsync());
            headers.Remove("cookie");
            var answer = await route.FetchAsync(new() { Headers = headers });
            var kept = answer.Headers.Where(static header => header.Key != "set-cookie").ToDictionary(StringComparer.Ordinal);
            await route.FulfillAsync(new() { Response = answer, Headers = kept });
        });
        var page = await visitor.NewPageAsync();

        await page.GotoAsync(setup.Edge.Url + "/products");
        await setup.Events.WaitForAsync("page");
        await page.GotoAsync(setup.Edge.Url + "/products");
        var both = await setup.Events.WaitForAsync("page", count: 2);

        Assert.False(string.IsNullOrEmpty(both[0].GetProperty("anonymousId").GetString()));
        Assert.Equal(both[0].GetProperty("anonymousId").GetString(), both[1].GetProperty("anonymousId").GetString());
    }
}
