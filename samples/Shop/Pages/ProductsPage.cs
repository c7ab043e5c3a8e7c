using Gatehouse.Samples.Shop.Http;
using Gatehouse.Samples.Shop.Markup;
using Gatehouse.Samples.Shop.Products;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Samples.Shop.Pages;

/// <summary>All products, or those of one shelf, or those that a search finds.</summary>
internal static class ProductsPage
{
    private const int LongestSearch = 80;

    public static Task HandleAsync(HttpContext context)
    {
        var words = context.Request.Query["q"].ToString().Trim();
        var search = words.Length <= LongestSearch ? words : words[..LongestSearch];
        return PageResponse.SendAsync(context, Render(Catalog.FindCategory(context.Request.Query["category"]), search));
    }

    private static Page Render(Category? category, string words)
    {
        var products = Catalog.Select(category, words);
        return new Page
        {
            Title = category?.Name ?? "All products",
            Description = category?.Line ?? "Everything that Fieldline makes.",
            Name = "products",
            Body = html =>
            {
                html.Write($"""
                    <section class="wrap section page-head">
                      <h1>{category?.Name ?? "All products"}</h1>
                      <p class="lead">{category?.Line ?? "Everything we make. It is not much, and that is on purpose."}</p>

                    """);
                Filters(html, category, words);
                Results(html, products, words);
                html.Write($"""
                    </section>

                    """);
            },
        };
    }

    private static void Filters(HtmlWriter html, Category? selected, string words)
    {
        html.Write($"""
            <div class="filters">
              <nav class="chips" aria-label="Shelves">
            """);
        Chip(html, "/products", "All", selected is null);
        foreach (var category in Catalog.Categories)
        {
            Chip(html, "/products?category=" + category.Slug, category.Name, category == selected);
        }

        html.Write($"""

              </nav>
              <form class="search" action="/products" role="search">
                <label class="visually-hidden" for="q">Search products</label>
                {Icons.Search}<input id="q" name="q" type="search" placeholder="Search" maxlength="80" value="{words}">
              </form>
            </div>

            """);
    }

    private static void Chip(HtmlWriter html, string path, string label, bool current) => html.Write(
        $"""<a class="chip" href="{path}"{new Raw(current ? " aria-current=\"true\"" : "")}>{label}</a>""");

    private static void Results(HtmlWriter html, IReadOnlyList<Product> products, string words)
    {
        if (products.Count > 0)
        {
            ProductCard.WriteGrid(html, products);
            return;
        }

        html.Write($"""
            <div class="empty" id="nothing-found">
              <h2>Nothing for “{words}”</h2>
              <p>Try a shorter word, or <a href="/products">look at everything</a>.</p>
            </div>

            """);
    }
}
