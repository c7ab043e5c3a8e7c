using Gatehouse.Samples.Shop.Markup;

namespace Gatehouse.Samples.Shop.Pages;

/// <summary>Sign-in without a password: the shop only has to know who the visitor says to be.</summary>
internal static class AccountPage
{
    public static Page Render() => new()
    {
        Title = "Account",
        Description = "Sign in to Fieldline.",
        Name = "account",
        Body = static html => html.Write($"""
            <section class="wrap section page-head narrow">
              <h1>Your account</h1>
              <noscript><p>Signing in needs the page's script.</p></noscript>
              <div id="signed-out">
                <p class="lead">Any e-mail address will do: this shop has no passwords.</p>
                <form class="panel" id="sign-in-form">
                  <label for="email">E-mail</label>
                  <div class="row">
                    <input id="email" name="email" type="email" autocomplete="email" placeholder="you@example.com" required>
                    <button class="button" id="sign-in" type="submit">Sign in</button>
                  </div>
                </form>
                <h2 class="or">Or be one of our demo customers</h2>
                <div class="customers">
                  <button class="customer red" id="sign-in-red" type="button" data-sign-in="red-customer">
                    <span class="dot" aria-hidden="true"></span><strong>Red customer</strong><span>Belongs to the red group</span>
                  </button>
                  <button class="customer green" id="sign-in-green" type="button" data-sign-in="green-customer">
                    <span class="dot" aria-hidden="true"></span><strong>Green customer</strong><span>Belongs to the green group</span>
                  </button>
                </div>
              </div>
              <div id="signed-in" hidden>
                <div class="panel">
                  <p class="signed-line">Signed in as <strong id="signed-name"></strong></p>
                  <dl class="facts">
                    <div><dt>User id</dt><dd id="signed-id"></dd></div>
                    <div><dt>E-mail</dt><dd id="signed-email"></dd></div>
                  </dl>
                  <p class="row">
                    <a class="button" id="go-home" href="/">See your home page{Icons.Arrow}</a>
                    <button class="button quiet" id="sign-out" type="button">Sign out</button>
                  </p>
                </div>
              </div>
            </section>

            """),
    };
}
