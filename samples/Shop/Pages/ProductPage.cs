using Gatehouse.Samples.Shop.Http;
using Gatehouse.Samples.Shop.Markup;
using Gatehouse.Samples.Shop.Products;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Samples.Shop.Pages;

/// <summary>The page of one product.</summary>
internal static class ProductPage
{
    private const int OthersShown = 4;

    public static Task HandleAsync(HttpContext context) =>
        Catalog.Find(context.Request.RouteValues["slug"] as string) is { } product
            ? PageResponse.SendAsync(context, Render(product))
            : NotFoundPage.HandleAsync(context);

    private static Page Render(Product product) => new()
    {
        Title = product.Name,
        Description = product.Tagline,
        Name = "product",
        Body = html =>
        {
            html.Write($"""
                <article class="wrap product" id="product" data-product="{product.Slug}">
                  <nav class="crumbs" aria-label="Where you are">
                    <a href="/products">Shop</a><span aria-hidden="true">/</span><a href="/products?category={product.Category.Slug}">{product.Category.Name}</a>
                  </nav>
                  <img class="product-art" src="{Layout.Address(product.Art)}" width="400" height="400" alt="{product.Drawing}">
                  <div class="product-text">
                    <h1>{product.Name}</h1>
                    <p class="lead">{product.Tagline}</p>
                    <p class="price large">{product.PriceText}</p>
                    <p>{product.Text}</p>

                """);
            Buy(html, product);
            Facts(html, product);
            html.Write($"""
                  </div>
                </article>
                <section class="wrap section" aria-labelledby="others">
                  <div class="section-head"><h2 id="others">Goes well with it</h2></div>

                """);
            ProductCard.WriteGrid(html, Catalog.Products
                .Where(other => other != product)
                .OrderByDescending(other => other.Category == product.Category)
                .Take(OthersShown));
            html.Write($"""
                </section>

                """);
        },
    };

    private static void Buy(HtmlWriter html, Product product) => html.Write($"""
        <div class="buy">
          <label for="quantity">Quantity</label>
          <select id="quantity" name="quantity"><option>1</option><option>2</option><option>3</option><option>4</option></select>
          <button class="button" id="add-to-cart" type="button" data-add-to-cart="{product.Slug}" data-quantity-from="quantity">Add to cart</button>
        </div>

        """);

    private static void Facts(HtmlWriter html, Product product)
    {
        html.Write($"""
            <dl class="facts">

            """);
        foreach (var (name, value) in product.Facts)
        {
            html.Write($"""
                <div><dt>{name}</dt><dd>{value}</dd></div>

                """);
        }

        html.Write($"""
            <div><dt>Article</dt><dd>{product.Sku}</dd></div>
            </dl>

            """);
    }
}
