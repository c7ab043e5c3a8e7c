using Gatehouse.Samples.Shop.Http;
using Gatehouse.Samples.Shop.Tracking;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Samples.Shop;

/// <summary>
/// A stand-in for a tracking API: takes the events that the edge delivers, keeps the last ones in memory and shows them
/// as they come in.
/// </summary>
public static class TrackingApiStub
{
    /// <summary>Maps the API, <c>/events</c> and the page that shows them onto <paramref name="app"/>.</summary>
    /// <param name="app">The application that is to be the tracking API, and nothing else: its page takes the root path.</param>
    /// <param name="shopAddress">
    /// Where visitors find the shop, for the link on the page while it is empty; <see langword="null"/>: no link.
    /// </param>
    public static void Map(WebApplication app, Uri? shopAddress = null)
    {
        ArgumentNullException.ThrowIfNull(app);
        var clock = app.Services.GetService(typeof(TimeProvider)) as TimeProvider ?? TimeProvider.System;
        var events = new EventRing();
        var intake = new Intake(events, clock);

        app.MapPost("/v1/{type}", (RequestDelegate)intake.HandleAsync);
        app.MapGet("/events", (RequestDelegate)(context => EventList.SendAsync(context, events)));
        app.MapDelete("/events", (RequestDelegate)(context => EventList.Empty(context, events)));
        app.MapGet("/stream", (RequestDelegate)(context => EventStream.SendAsync(context, events.WatchAsync)));
        app.MapGet("/", (RequestDelegate)(context => EventsPage.SendAsync(context, shopAddress)));
        app.MapGet("/assets/{name}", static (HttpContext context) =>
            StaticAsset.Find("tracking/" + context.Request.RouteValues["name"])?.SendAsync(context)
            ?? JsonAnswer.ErrorAsync(context, StatusCodes.Status404NotFound, "not_found", "There is no such file."));
        app.MapFallback("{*path}", static context =>
            JsonAnswer.ErrorAsync(context, StatusCodes.Status404NotFound, "not_found", "There is no such address."));
    }
}
