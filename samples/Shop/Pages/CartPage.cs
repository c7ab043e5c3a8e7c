using Gatehouse.Samples.Shop.Markup;

namespace Gatehouse.Samples.Shop.Pages;

/// <summary>The cart. The browser keeps it; the script fills the page in.</summary>
internal static class CartPage
{
    public static Page Render() => new()
    {
        Title = "Cart",
        Description = "What you have chosen so far.",
        Name = "cart",
        Body = static html => html.Write($"""
            <section class="wrap section page-head">
              <h1>Your cart</h1>
              <noscript><p>The cart lives in your browser and needs its script.</p></noscript>
              <div class="empty" id="cart-empty" hidden>
                <h2>Nothing in here yet</h2>
                <p>A good trip starts with a short list.</p>
                <p><a class="button" href="/products">Look around{Icons.Arrow}</a></p>
              </div>
              <div class="cart" id="cart-filled" hidden>
                <ul class="cart-lines" id="cart-lines" role="list"></ul>
                <aside class="summary" aria-labelledby="summary">
                  <h2 id="summary">Summary</h2>
                  <dl>
                    <div><dt>Goods</dt><dd id="cart-goods"></dd></div>
                    <div><dt>Shipping</dt><dd id="cart-shipping"></dd></div>
                    <div class="total"><dt>Total</dt><dd id="cart-total"></dd></div>
                  </dl>
                  <button class="button wide" id="checkout" type="button">Place the order</button>
                  <p class="fine">This is a demo: nothing is charged and nothing is shipped.</p>
                </aside>
              </div>
              <div class="empty" id="order-done" tabindex="-1" hidden>
                <span class="done-mark">{Icons.Check}</span>
                <h2>Thank you. Your order is in.</h2>
                <p>Order <strong id="order-id"></strong>, <span id="order-total"></span> in total.</p>
                <p><a class="button" href="/">Back to the start{Icons.Arrow}</a></p>
              </div>
            </section>

            """),
    };
}
