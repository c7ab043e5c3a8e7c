using System.Security.Cryptography;
using Gatehouse.Samples.Shop.Http;
using Gatehouse.Samples.Shop.Markup;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Samples.Shop.Pages;

/// <summary>A page that lets no script run without this answer's nonce, and says what ran.</summary>
internal static class StrictCspPage
{
    private const int NonceBytes = 16;

    public static Task HandleAsync(HttpContext context)
    {
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(NonceBytes));
        var policy = $"default-src 'self'; script-src 'nonce-{nonce}' 'strict-dynamic'; object-src 'none'; base-uri 'none'; frame-ancestors 'self'";
        context.Response.Headers.ContentSecurityPolicy = policy;
        return PageResponse.SendOnceAsync(context, Render(nonce, policy));
    }

    private static Page Render(string nonce, string policy) => new()
    {
        Title = "A strict page",
        Description = "A page with a strict content security policy.",
        Name = "strict-csp",
        Nonce = nonce,
        Head = html => html.Write($$"""
              <script nonce="{{nonce}}">
                window.fieldlineViolations = [];
                document.addEventListener('securitypolicyviolation', function (violation) {
                  window.fieldlineViolations.push(violation.effectiveDirective + ' ' + violation.blockedURI);
                  document.dispatchEvent(new Event('fieldline:violation'));
                });
              </script>

            """),
        Body = html => html.Write($"""
            <section class="wrap section page-head narrow">
              <p class="eyebrow">For the curious</p>
              <h1>A page that trusts nobody</h1>
              <p class="lead">Only scripts that carry the nonce of this one answer may run. Whoever adds a script on the way has to know it.</p>
              <ul class="checks" role="list">
                <li id="csp-own" data-state="bad"><strong>The page’s own script</strong><span>did not run</span></li>
                <li id="csp-analytics" data-state="waiting"><strong>The analytics snippet</strong><span>is not here</span></li>
                <li id="csp-violations" data-state="waiting"><strong>Blocked by the policy</strong><span>unknown</span></li>
              </ul>
              <h2>The policy of this answer, as the shop sent it</h2>
              <pre class="policy" tabindex="0"><code id="csp-policy">{policy.Replace("; ", ";\n", StringComparison.Ordinal)}</code></pre>
            </section>

            """),
    };
}
