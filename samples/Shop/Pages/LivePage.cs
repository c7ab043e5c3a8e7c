using Gatehouse.Samples.Shop.Markup;
using Gatehouse.Samples.Shop.Products;

namespace Gatehouse.Samples.Shop.Pages;

/// <summary>What is in stock, as it changes.</summary>
internal static class LivePage
{
    public static Page Render(StockRoom stock) => new()
    {
        Title = "Live stock",
        Description = "What is on the shelves at this moment.",
        Name = "live",
        Body = html =>
        {
            html.Write($"""
                <section class="wrap section page-head">
                  <div class="section-head">
                    <h1>Live stock</h1>
                    <p class="live-state" id="stock-status" role="status" data-state="waiting">Connecting</p>
                  </div>
                  <p class="lead">Straight from the (made-up) warehouse. The numbers change while you look.</p>
                  <table class="stock" id="stock">
                    <thead><tr><th scope="col">Product</th><th scope="col" class="shelf-column">On the shelf</th><th scope="col" class="number">Pieces</th></tr></thead>
                    <tbody>

                """);
            foreach (var product in Catalog.Products)
            {
                Row(html, product, stock.Count(product));
            }

            html.Write($"""
                    </tbody>
                  </table>
                </section>

                """);
        },
    };

    private static void Row(HtmlWriter html, Product product, int count) => html.Write($"""
        <tr data-slug="{product.Slug}">
          <th scope="row"><a href="{product.Path}"><img src="{Layout.Address(product.Art)}" width="44" height="44" alt="">{product.Name}</a></th>
          <td class="shelf-column"><meter min="0" max="{StockRoom.Full}" low="8" high="20" optimum="40" value="{count}" aria-label="{product.Name} on the shelf"></meter></td>
          <td class="number" data-count>{count}</td>
        </tr>

        """);
}
