using System.Xml.Linq;
using Gatehouse.Tests.Harness;

namespace Gatehouse.Tests.Pages;

public sealed class XhtmlTests
{
    private const string Doctype = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!DOCTYPE html>\n";
    private const string Namespace = "http://www.w3.org/1999/xhtml";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, "head-end")]
    [InlineData(null, "head-start")]
    [InlineData("script-src 'nonce-abc'", "head-end")]
    [InlineData("script-src 'self'", "head-end")]
    public async Task A_page_stays_well_formed_whatever_form_the_snippet_has(string? policy, string position)
    {
        const string Text = Doctype + "<html xmlns=\"" + Namespace + "\"><head><meta charset=\"utf-8\" /><title>Shop</title></head><body><br /></body></html>";
        await using var origin = await Page.OriginAsync(
            response =>
            {
                response.ContentType = "application/xhtml+xml; charset=utf-8";
                response.Headers.ContentSecurityPolicy = policy;
            },
            Text);
        await using var edge = await TestEdge.StartAsync(origin, [("Snippet:Position", position)]);

        using var answer = await edge.Client.SendAsync(Page.Navigation(), Cancel);
        var document = XDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel));

        var head = document.Root!.Element(XName.Get("head", Namespace))!;
        var script = Assert.Single(head.Elements(XName.Get("script", Namespace)));
        Assert.True(script.Value.Contains(Page.Mark, StringComparison.Ordinal) || script.Attribute("src") is not null);
    }

    [Theory]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\"><title>x</title></svg>")]
    [InlineData("<?xml version=\"1.0\"?><math xmlns=\"http://www.w3.org/1998/Math/MathML\"/>")]
    [InlineData("<!DOCTYPE svg><svg xmlns=\"http://www.w3.org/2000/svg\"><title>x</title></svg>")]
    [InlineData("<html xmlns=\"http://www.w3.org/1999/xhtml\"><body>no head</body></html>")]
    [InlineData("<h:html xmlns:h=\"http://www.w3.org/1999/xhtml\"><h:head><h:title>x</h:title></h:head></h:html>")]
    public async Task A_document_that_is_no_html_page_stays_well_formed(string text)
    {
        await using var origin = await Page.OriginAsync(static response => response.ContentType = "application/xhtml+xml", text);
        await using var edge = await TestEdge.StartAsync(origin);

        using var answer = await edge.Client.SendAsync(Page.Navigation(), Cancel);
        var body = await answer.Content.ReadAsStringAsync(Cancel);

        Assert.NotNull(XDocument.Parse(body).Root);
        Assert.Equal(text, body);
    }
}
