using Gatehouse.Samples.Shop.Http;
using Gatehouse.Samples.Shop.Products;

namespace Gatehouse.Samples.Shop.Markup;

/// <summary>The one frame that all pages of the shop have.</summary>
internal static class Layout
{
    private static readonly string StyleAddress = Address("shop.css");
    private static readonly string ScriptAddress = Address("shop.js");

    public static void Render(HtmlWriter html, Page page)
    {
        Head(html, page);
        Header(html, page);
        html.Write($"""
            <main id="main" tabindex="-1">

            """);
        page.Body(html);
        html.Write($"""
            </main>

            """);
        Footer(html);
    }

    /// <summary>The address of an asset of the shop, with its version.</summary>
    public static string Address(string name) => $"/assets/{name}?v={StaticAsset.Get("shop/" + name).Version}";

    private static void Head(HtmlWriter html, Page page)
    {
        html.Write($"""
            <!doctype html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <title>{page.Title} · Fieldline</title>
              <meta name="description" content="{page.Description}">

            """);
        page.Head?.Invoke(html);
        html.Write($"""
              <link rel="icon" href="{Address("favicon.svg")}" type="image/svg+xml">
              <link rel="stylesheet" href="{StyleAddress}">
              <script src="{ScriptAddress}" defer
            """);
        if (page.Nonce is not null)
        {
            html.Write($" nonce=\"{page.Nonce}\"");
        }

        html.Write($"""
            ></script>
            </head>

            """);
    }

    private static void Header(HtmlWriter html, Page page)
    {
        html.Write($"""
            <body data-page="{page.Name}" data-theme="{page.Theme}">
            <a class="skip" href="#main">Skip to content</a>
            <aside class="notice" aria-label="Notice">{page.Notice}</aside>
            <header class="site-header">
              <div class="wrap bar">
                <a class="brand" href="/" aria-label="Fieldline, home">{Icons.Logo}<span>Fieldline</span></a>
                <nav class="nav" aria-label="Main">
            """);
        NavigationLink(html, page, "/products", "products", "Shop");
        NavigationLink(html, page, "/live", "live", "Live stock");
        NavigationLink(html, page, "/strict-csp", "strict-csp", "Strict page");
        html.Write($"""

                </nav>
                <div class="tools">
                  <a class="tool" id="account-link" href="/account">{Icons.Person}<span id="account-state">Sign in</span></a>
                  <a class="tool" id="cart-link" href="/cart">{Icons.Cart}<span class="tool-label">Cart</span><span class="badge" id="cart-count" hidden></span></a>
                </div>
              </div>
            </header>

            """);
    }

    private static void NavigationLink(HtmlWriter html, Page page, string path, string name, string label)
    {
        var current = new Raw(string.Equals(page.Name, name, StringComparison.Ordinal) ? " aria-current=\"page\"" : "");
        html.Write($"""<a href="{path}"{current}>{label}</a>""");
    }

    private static void Footer(HtmlWriter html) => html.Write($"""
        <footer class="site-footer">
          <div class="wrap footer-grid">
            <div>
              <a class="brand" href="/">{Icons.Logo}<span>Fieldline</span></a>
              <p>A made-up shop. Nothing here can be bought.</p>
            </div>
            <nav aria-label="Shop">
              <h2>Shop</h2>
              <a href="/products?category=camp">Camp</a>
              <a href="/products?category=packs">Packs</a>
              <a href="/products?category=wear">Wear</a>
              <a href="/products?category=tools">Tools</a>
            </nav>
            <nav aria-label="Demo">
              <h2>Demo</h2>
              <a href="/red">Home of the red group</a>
              <a href="/green">Home of the green group</a>
              <a href="/strict-csp">A page with a strict policy</a>
              <a href="/live">A page that streams</a>
            </nav>
          </div>
        </footer>
        <div class="toast" id="toast" role="status" aria-live="polite"></div>
        <script type="application/json" id="catalog">{CatalogJson.Content}</script>
        </body>
        </html>

        """);
}
