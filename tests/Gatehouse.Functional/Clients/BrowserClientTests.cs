using Gatehouse.Functional.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Functional.Clients;

/// <summary>Other makers' browser libraries from npm as they are, on a page behind the published server.</summary>
[Collection(nameof(ClientTests))]
public sealed class BrowserClientTests(ClientsFixture clients, BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    private const string RudderStack = """
        <script src="/client.js"></script>
        <script>
          const client = new rudderanalytics.RudderAnalytics()
          client.load('WRITEKEY123', location.origin, { configUrl: location.origin, logLevel: 'ERROR' })
          client.track('Order Completed', { revenue: 24.5 })
        </script>
        """;

    private const string Jitsu = """
        <script>window.jitsuLoaded = jitsu => jitsu.track('Order Completed', { revenue: 24.5 })</script>
        <script src="/client.js" data-write-key="shop:WRITEKEY123" data-init-only="true" data-onload="jitsuLoaded"></script>
        """;

    [Theory]
    [InlineData("@rudderstack/analytics-js/dist/npm/modern/bundled/umd/index.js", RudderStack)]
    [InlineData("@jitsu/js/dist/web/p.js.txt", Jitsu)]
    public async Task An_unmodified_library_on_a_page_delivers_its_event_once_as_the_visitor(string script, string scripts)
    {
        await using var site = await LocalSite.StartAsync(app =>
        {
            app.MapGet("/", (HttpContext context) =>
            {
                context.Response.ContentType = "text/html";
                return context.Response.WriteAsync("<!DOCTYPE html><html><head><title>t</title></head><body>" + scripts + "</body></html>");
            });
            app.MapGet("/client.js", (HttpContext context) =>
            {
                context.Response.ContentType = "text/javascript";
                return context.Response.SendFileAsync(Path.Combine(clients.Folder, "node_modules", script), context.RequestAborted);
            });
        });
        await using var api = await LocalSite.StartTrackingApiAsync();
        using var events = new ReceivedEvents(api);
        using var folder = new TemporaryFolder();
        await using var edge = await EdgeProcess.StartAsync(EdgeArguments.For(folder, site.Url, api.Url, "Sites:shop:Snippet:Enabled=false"));
        await using var visitor = await browser.NewVisitorAsync();
        var page = await visitor.NewPageAsync();

        var sent = page.WaitForResponseAsync(static response => response.Request.Method == "POST");

        await page.GotoAsync(edge.Url.Replace("127.0.0.1", "www.shop.example", StringComparison.Ordinal) + "/");

        var order = Assert.Single(await events.WaitForAsync("track", "Order Completed"));
        Assert.Equal(24.5, order.GetProperty("properties").GetProperty("revenue").GetDouble());
        Assert.Equal("127.0.0.1", order.GetProperty("context").GetProperty("ip").GetString());

        Assert.Equal(200, (await sent).Status);

        // The id that the library made is the one that the server keeps in its own cookie.
        var cookie = (await visitor.CookiesAsync()).Single(static cookie => cookie.Name == "ajs_anonymous_id");
        Assert.Equal(order.GetProperty("anonymousId").GetString(), cookie.Value);
        Assert.True(cookie.HttpOnly);
    }
}
