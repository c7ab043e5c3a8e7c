using Gatehouse.Samples.Shop.Markup;
using Gatehouse.Samples.Shop.Products;

namespace Gatehouse.Samples.Shop.Pages;

/// <summary>The home page, in the version of a group.</summary>
internal static class HomePage
{
    public static Page Render(HomeVariant variant) => new()
    {
        Title = variant.Headline.TrimEnd('.'),
        Description = variant.Lead,
        Name = "home",
        Theme = variant.Theme,
        Notice = variant.Notice,
        Body = html =>
        {
            Hero(html, variant);
            Featured(html, variant);
            Offer(html, variant);
            Categories(html);
            Promises(html);
        },
    };

    private static void Hero(HtmlWriter html, HomeVariant variant) => html.Write($"""
        <section class="hero" data-variant="{variant.Theme}">
          <img class="hero-art" src="{Layout.Address($"hero/{variant.Theme}.svg")}" width="1600" height="720" alt="">
          <div class="wrap hero-text">
            <p class="eyebrow">{variant.Eyebrow}</p>
            <h1 id="headline">{variant.Headline}</h1>
            <p class="lead">{variant.Lead}</p>
            <p class="hero-actions">
              <a class="button" href="{variant.Action.Path}">{variant.Action.Label}{Icons.Arrow}</a>
              <a class="text-link" href="/live">See what is in stock</a>
            </p>
          </div>
        </section>

        """);

    private static void Featured(HtmlWriter html, HomeVariant variant)
    {
        html.Write($"""
            <section class="wrap section" aria-labelledby="featured">
              <div class="section-head">
                <h2 id="featured">{variant.Featured}</h2>
                <a class="text-link" href="/products">All products</a>
              </div>

            """);
        ProductCard.WriteGrid(html, variant.Slugs.Select(static slug => Catalog.Find(slug)!));
        html.Write($"""
            </section>

            """);
    }

    private static void Offer(HtmlWriter html, HomeVariant variant) => html.Write($"""
        <section class="wrap" aria-labelledby="offer">
          <div class="offer">
            {Icons.Tag}
            <div>
              <h2 id="offer">{variant.OfferTitle}</h2>
              <p>{variant.Offer}</p>
            </div>
            <p class="code"><span>Code</span><strong>{variant.Code}</strong></p>
          </div>
        </section>

        """);

    private static void Categories(HtmlWriter html)
    {
        html.Write($"""
            <section class="wrap section" aria-labelledby="shelves">
              <div class="section-head"><h2 id="shelves">Find your shelf</h2></div>
              <ul class="shelves" role="list">

            """);
        foreach (var category in Catalog.Categories)
        {
            html.Write($"""
                <li><a class="shelf" href="/products?category={category.Slug}"><strong>{category.Name}</strong><span>{category.Line}</span>{Icons.Arrow}</a></li>

                """);
        }

        html.Write($"""
              </ul>
            </section>

            """);
    }

    private static void Promises(HtmlWriter html) => html.Write($"""
        <section class="promises" aria-label="What we promise">
          <ul class="wrap promise-list" role="list">
            <li>{Icons.Repair}<strong>Repaired, not replaced</strong><span>Send it in, worn as it is. We mend what we made.</span></li>
            <li>{Icons.Returns}<strong>60 days to decide</strong><span>Take it out in the rain first. Then tell us.</span></li>
            <li>{Icons.Weight}<strong>Honest weights</strong><span>On our own scales, with the straps and the bag.</span></li>
          </ul>
        </section>

        """);
}
