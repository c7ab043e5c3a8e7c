using System.Buffers;
using Gatehouse.Samples.Shop.Http;
using Gatehouse.Samples.Shop.Markup;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Samples.Shop.Tracking;

/// <summary>The page that shows events as they come in. Its script builds everything from text, never from markup.</summary>
internal static class EventsPage
{
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static async Task SendAsync(HttpContext context, Uri? shopAddress)
    {
        var buffer = new ArrayBufferWriter<byte>();
        Render(new HtmlWriter(buffer), shopAddress);
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.ContentLength = buffer.WrittenCount;
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Headers.ContentSecurityPolicy = Policy;
        await context.Response.Body.WriteAsync(buffer.WrittenMemory, context.RequestAborted);
    }

    private static void Render(HtmlWriter html, Uri? shopAddress)
    {
        html.Write($"""
            <!doctype html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <title>Tracking API, live</title>
              <link rel="icon" href="{Address("icon.svg")}" type="image/svg+xml">
              <link rel="stylesheet" href="{Address("tracking.css")}">
              <script src="{Address("tracking.js")}" defer></script>
            </head>
            <body>
            <header class="top">
              <div class="wrap top-bar">
                <h1>Tracking API <span>stand-in</span></h1>
                <p class="state" id="state" role="status" data-state="waiting">Connecting</p>
                <button id="pause" type="button" aria-pressed="false">Pause</button>
                <button id="empty" type="button">Empty</button>
              </div>
            </header>
            <main class="wrap">
              <ul class="counters" id="counters" aria-label="Received by type" role="list"></ul>
              <section class="nothing" id="nothing">
                <div class="pulse" aria-hidden="true"><span></span><span></span><span></span></div>
                <h2>Waiting for the first event</h2>

            """);
        Invitation(html, shopAddress);
        html.Write($"""
              </section>
              <div class="list-head" id="list-head" aria-hidden="true" hidden><span>Time</span><span>Type</span><span>What</span><span>Who</span><span>Page</span></div>
              <ol class="events" id="events" aria-label="Events, the newest first"></ol>
            </main>
            </body>
            </html>

            """);
    }

    private static void Invitation(HtmlWriter html, Uri? shopAddress)
    {
        if (shopAddress is null)
        {
            html.Write($"""
                    <p>Open the shop through the edge and click around.</p>

                """);
            return;
        }

        html.Write($"""
                <p>Open the shop at <a id="shop-link" href="{shopAddress.AbsoluteUri}" target="_blank" rel="noopener">{shopAddress.GetLeftPart(UriPartial.Authority)}</a> and click around.</p>

            """);
    }

    private static string Address(string name) => $"/assets/{name}?v={StaticAsset.Get("tracking/" + name).Version}";
}
