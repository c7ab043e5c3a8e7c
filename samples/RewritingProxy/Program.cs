// A proxy in front of a site that makes the site's links its own, marks those that leave it, and says so on each page.
// dotnet run --project samples/RewritingProxy -- http://127.0.0.1:9301 ; then open http://127.0.0.1:5081.
using System.Net.Http.Headers;
using Gatehouse.Html;

var origin = new Uri(args is [var given, ..] ? given : "http://127.0.0.1:9301");
var own = origin.GetLeftPart(UriPartial.Authority);

// Made once: selectors are compiled here, and each request gets a rewriter from the program's pool.
var program = new HtmlRewriterBuilder(new HtmlRewriterOptions { IsGraceful = true })
    .OnElement($"a[href^='{own}' i]", link => link.SetAttribute("href", Local(link.GetAttribute("href")!)))
    .OnElement($"a[href^='http']:not([href^='{own}' i])", static link => link.SetAttribute("rel", "noopener nofollow"))
    .OnElement("body", static body => body.Append("<p>Seen through the proxy.</p>", HtmlContent.Html))
    .Build();

using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
var app = WebApplication.CreateSlimBuilder(args).Build();
app.MapGet("/{**path}", async (HttpContext context) =>
{
    var target = new UriBuilder(origin) { Path = context.Request.Path, Query = context.Request.QueryString.Value }.Uri;
    using var answer = await client.GetAsync(target, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
    context.Response.StatusCode = (int)answer.StatusCode;
    var type = answer.Content.Headers.ContentType;
    context.Response.ContentType = type?.ToString();
    var source = await answer.Content.ReadAsStreamAsync(context.RequestAborted);
    if (EncodingOf(type) is { } encoding)
    {
        await program.RewriteAsync(source, context.Response.Body, encoding, context.RequestAborted);
    }
    else
    {
        await source.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
});
app.Run("http://127.0.0.1:5081");

string Local(string href) => href[own.Length..] is { Length: > 0 } path ? path : "/";

// Null: not a page, or one in an encoding that cannot be rewritten.
static string? EncodingOf(MediaTypeHeaderValue? type) => type?.MediaType is not "text/html" ? null
    : HtmlEncodingSniffer.FindLabel(type.CharSet ?? "utf-8") is var name and not (null or "UTF-16BE" or "UTF-16LE" or "ISO-2022-JP" or "replacement") ? name
    : null;
