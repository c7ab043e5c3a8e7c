using Gatehouse.Samples.Shop.Markup;
using Gatehouse.Samples.Shop.Products;

namespace Gatehouse.Samples.Shop.Pages;

/// <summary>A product in a grid.</summary>
internal static class ProductCard
{
    public static void WriteGrid(HtmlWriter html, IEnumerable<Product> products)
    {
        html.Write($"""
            <ul class="grid" role="list">

            """);
        foreach (var product in products)
        {
            Write(html, product);
        }

        html.Write($"""
            </ul>

            """);
    }

    private static void Write(HtmlWriter html, Product product) => html.Write($"""
        <li class="card" data-product="{product.Slug}">
          <a class="card-link" href="{product.Path}">
            <img class="card-art" src="{Layout.Address(product.Art)}" width="400" height="400" alt="{product.Drawing}" loading="lazy">
            <span class="card-category">{product.Category.Name}</span>
            <span class="card-name">{product.Name}</span>
            <span class="card-line">{product.Tagline}</span>
          </a>
          <div class="card-foot">
            <span class="price">{product.PriceText}</span>
            <button class="button small quiet" type="button" data-add-to-cart="{product.Slug}" aria-label="Add to cart: {product.Name}">Add to cart</button>
          </div>
        </li>

        """);
}
