using Gatehouse.Samples.Shop.Http;
using Gatehouse.Samples.Shop.Markup;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Samples.Shop.Pages;

/// <summary>For addresses that lead nowhere.</summary>
internal static class NotFoundPage
{
    public static Task HandleAsync(HttpContext context) => PageResponse.SendOnceAsync(context, Render(context.Request.Path), StatusCodes.Status404NotFound);

    private static Page Render(PathString path) => new()
    {
        Title = "Off the map",
        Description = "There is no such page.",
        Name = "not-found",
        Body = html => html.Write($"""
            <section class="wrap section page-head narrow centred">
              <p class="eyebrow">404</p>
              <h1>You are off the map</h1>
              <p class="lead">There is nothing at <code>{path.Value}</code>. Go back the way you came, or start again from here.</p>
              <p><a class="button" href="/">Back to the trailhead{Icons.Arrow}</a></p>
            </section>

            """),
    };
}
