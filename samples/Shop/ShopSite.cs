using Gatehouse.Samples.Shop.Http;
using Gatehouse.Samples.Shop.Pages;
using Gatehouse.Samples.Shop.Products;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gatehouse.Samples.Shop;

/// <summary>
/// Fieldline, a made-up shop for outdoor gear: the website that stands behind the edge.
/// Its pages contain no analytics snippet; their script calls <c>window.analytics</c> only if somebody put it there.
/// </summary>
public static class ShopSite
{
    private static readonly string[] Read = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Maps the shop's pages, its assets and its live stock onto <paramref name="app"/>.</summary>
    /// <param name="app">The application that is to be the shop, and nothing else: the shop takes the root path.</param>
    public static void Map(WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var clock = app.Services.GetService(typeof(TimeProvider)) as TimeProvider ?? TimeProvider.System;
        var stock = new StockRoom(clock);

        MapPage(app, "/", static context => PageResponse.SendAsync(context, HomePage.Render(HomeVariant.Everyone)));
        MapPage(app, "/red", static context => PageResponse.SendAsync(context, HomePage.Render(HomeVariant.Red)));
        MapPage(app, "/green", static context => PageResponse.SendAsync(context, HomePage.Render(HomeVariant.Green)));
        MapPage(app, "/interested", static context => PageResponse.SendAsync(context, HomePage.Render(HomeVariant.Interested)));
        MapPage(app, "/products", ProductsPage.HandleAsync);
        MapPage(app, "/products/{slug}", ProductPage.HandleAsync);
        MapPage(app, "/cart", static context => PageResponse.SendAsync(context, CartPage.Render()));
        MapPage(app, "/account", static context => PageResponse.SendAsync(context, AccountPage.Render()));
        MapPage(app, "/strict-csp", StrictCspPage.HandleAsync);
        MapPage(app, "/live", context => PageResponse.SendAsync(context, LivePage.Render(stock)));

        app.MapGet("/live/stock", (RequestDelegate)(context => EventStream.SendAsync(context, stock.WatchAsync)));
        MapPage(app, "/assets/{**path}", static context =>
            StaticAsset.Find("shop/" + context.Request.RouteValues["path"]) is { } asset
                ? asset.SendAsync(context)
                : NotFoundPage.HandleAsync(context));
        MapPage(app, "/favicon.ico", static context => StaticAsset.Get("shop/favicon.svg").SendAsync(context));
        app.MapFallback("{*path}", NotFoundPage.HandleAsync);
    }

    private static void MapPage(WebApplication app, string pattern, RequestDelegate handler) =>
        app.MapMethods(pattern, Read, handler);
}
