using System.Net;
using System.Text;
using Gatehouse.Tests.Harness;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Tests.Pages;

/// <summary>Which answers get the snippet.</summary>
public sealed class InstrumentedAnswersTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("text/html")]
    [InlineData("text/html; charset=utf-8")]
    [InlineData("Text/HTML;charset=\"ISO-8859-1\"")]
    [InlineData("TEXT/HTML ; a=b")]
    [InlineData("application/xhtml+xml")]
    [InlineData("Application/XHTML+xml; charset=utf-8")]
    public async Task Html_and_xhtml_get_it_however_the_type_is_written(string type)
    {
        var (body, outcome) = await AskAsync(response => response.ContentType = type);

        Assert.Contains(Page.Mark, body, StringComparison.Ordinal);
        Assert.Equal("injected", outcome);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("text/htmlx")]
    [InlineData("application/json")]
    [InlineData("text/x-html; text/html")]
    [InlineData("application/xml")]
    [InlineData(null)]
    public async Task Other_types_do_not(string? type)
    {
        var (body, outcome) = await AskAsync(response => response.ContentType = type);

        Assert.Equal(Page.Text, body);
        Assert.Equal(string.Empty, outcome);
    }

    [Theory]
    [InlineData(200, "200-only", "injected")]
    [InlineData(404, "200-only", "status")]
    [InlineData(500, "200-only", "status")]
    [InlineData(203, "200-only", "status")]
    [InlineData(404, "all-html", "injected")]
    [InlineData(500, "all-html", "injected")]
    [InlineData(301, "all-html", "injected")]
    [InlineData(206, "all-html", "status")]
    [InlineData(204, "all-html", "status")]
    [InlineData(304, "all-html", "status")]
    public async Task The_status_decides_as_configured(int status, string injectOn, string expected)
    {
        await using var origin = await TestOrigin.StartAsync(async context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = "text/html";
            if (status is not (204 or 304))
            {
                await context.Response.WriteAsync(Page.Text);
            }
        });
        await using var edge = await TestEdge.StartAsync(origin, [("Snippet:InjectOn", injectOn)]);
        using var outcomes = new PageOutcomes(edge.Services);

        using var answer = await edge.Client.SendAsync(Page.Navigation(), Cancel);
        var body = await answer.Content.ReadAsStringAsync(Cancel);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(expected == "injected", body.Contains(Page.Mark, StringComparison.Ordinal));
        Assert.Equal(expected, outcomes.All);
    }

    [Theory]
    [InlineData("document", true)]
    [InlineData("iframe", true)]
    [InlineData("frame", true)]
    [InlineData("embed", true)]
    [InlineData("object", true)]
    [InlineData("empty", false)]
    [InlineData("image", false)]
    [InlineData("script", false)]
    [InlineData("nonsense", false)]
    public async Task Documents_get_it_and_what_parts_of_a_page_ask_for_does_not(string destination, bool expected)
    {
        var (body, outcome) = await AskAsync(null, ("Sec-Fetch-Dest", destination));

        Assert.Equal(expected, body.Contains(Page.Mark, StringComparison.Ordinal));
        Assert.Equal(expected ? "injected" : "not_navigation", outcome);
    }

    [Theory]
    [InlineData("attachment", "attachment")]
    [InlineData("Attachment; filename=\"a.html\"", "attachment")]
    [InlineData("inline", "injected")]
    [InlineData("attachmentx", "injected")]
    public async Task Downloads_do_not_get_it(string disposition, string expected)
    {
        var (body, outcome) = await AskAsync(response => response.Headers.ContentDisposition = disposition);

        Assert.Equal(expected == "injected", body.Contains(Page.Mark, StringComparison.Ordinal));
        Assert.Equal(expected, outcome);
    }

    [Theory]
    [InlineData("no-transform", "no_transform")]
    [InlineData("public, No-Transform, max-age=3", "no_transform")]
    [InlineData("private=\"no-transform\"", "injected")]
    public async Task Answers_that_must_not_be_changed_are_not(string cacheControl, string expected)
    {
        var (body, outcome) = await AskAsync(response => response.Headers.CacheControl = cacheControl);

        Assert.Equal(expected == "injected", body.Contains(Page.Mark, StringComparison.Ordinal));
        Assert.Equal(expected, outcome);
    }

    [Fact]
    public async Task Switched_off_pages_pass_as_they_are()
    {
        await using var origin = await Page.OriginAsync(static response => response.Headers.ETag = "\"1\"");
        await using var edge = await TestEdge.StartAsync(origin, [("Snippet:Enabled", "false")]);
        using var request = Page.Navigation();
        request.Headers.TryAddWithoutValidation("If-None-Match", "\"2\"");

        using var answer = await edge.Client.SendAsync(request, Cancel);

        Assert.Equal(Page.Text, await answer.Content.ReadAsStringAsync(Cancel));
        Assert.Equal("\"1\"", answer.Header("ETag"));
        Assert.Equal("\"2\"", Assert.Single(origin.Seen).Headers["If-None-Match"]);
    }

    [Fact]
    public async Task A_piece_of_a_page_is_left_alone_when_the_request_does_not_say_what_it_is_for()
    {
        await using var origin = await Page.OriginAsync(text: "<li>one</li><li>two</li>");
        await using var edge = await TestEdge.StartAsync(origin);
        using var outcomes = new PageOutcomes(edge.Services);

        var unsaid = await edge.Client.GetStringAsync("/", Cancel);
        using var navigation = await edge.Client.SendAsync(Page.Navigation(), Cancel);

        Assert.Equal("<li>one</li><li>two</li>", unsaid);
        Assert.Contains(Page.Mark, await navigation.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Equal("fragment injected", outcomes.All);
    }

    [Theory]
    [InlineData("head-start", Page.Start + "|" + Page.Rest, 0)]
    [InlineData("head-end", Page.Start + "|" + Page.Rest, 1)]
    public async Task It_stands_where_the_site_wants_it(string position, string page, int part)
    {
        await using var origin = await Page.OriginAsync();
        await using var edge = await TestEdge.StartAsync(origin, [("Snippet:Position", position)]);

        using var answer = await edge.Client.SendAsync(Page.Navigation(), Cancel);
        var body = await answer.Content.ReadAsStringAsync(Cancel);

        var expected = part == 0 ? "<head><script>" : "</title><script>";
        Assert.Contains(expected, body, StringComparison.Ordinal);
        Assert.EndsWith(page.Split('|')[1], body, StringComparison.Ordinal);
        Assert.Equal(2, body.Split(Page.Mark).Length);
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("UTF-16LE")]
    [InlineData("\"utf-16be\"")]
    [InlineData("unicode")]
    [InlineData("iso-2022-jp")]
    [InlineData("csISO2022JP")]
    [InlineData("utf-32")]
    public async Task Encodings_that_are_not_ascii_in_their_markup_pass_unchanged(string charset)
    {
        var bytes = Encoding.Unicode.GetBytes(Page.Text);
        await using var origin = await Page.OriginAsync(bytes, response => response.ContentType = "text/html; charset=" + charset);
        await using var edge = await TestEdge.StartAsync(origin);
        using var outcomes = new PageOutcomes(edge.Services);

        using var answer = await edge.Client.SendAsync(Page.Navigation(), Cancel);

        Assert.Equal(bytes, await answer.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal("unsupported_encoding", outcomes.All);
    }

    [Fact]
    public async Task A_page_of_utf16_that_only_its_first_bytes_betray_passes_unchanged()
    {
        byte[] bytes = [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Page.Text)];
        await using var origin = await Page.OriginAsync(bytes, static response => response.ContentType = "text/html");
        await using var edge = await TestEdge.StartAsync(origin);
        using var outcomes = new PageOutcomes(edge.Services);

        using var answer = await edge.Client.SendAsync(Page.Navigation(), Cancel);

        Assert.Equal(bytes, await answer.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal("unsupported_encoding", outcomes.All);
    }

    [Fact]
    public async Task Bytes_of_an_older_encoding_stay_as_they_are()
    {
        byte[] bytes = [.. Encoding.Latin1.GetBytes(Page.Start + "caf\u00e9 \u00ff\u0000\u0080" + Page.Rest)];
        await using var origin = await Page.OriginAsync(bytes, static response => response.ContentType = "text/html; charset=iso-8859-1");
        await using var edge = await TestEdge.StartAsync(origin);

        using var answer = await edge.Client.SendAsync(Page.Navigation(), Cancel);
        var body = await answer.Content.ReadAsByteArrayAsync(Cancel);

        var text = Encoding.Latin1.GetString(body);
        var start = text.IndexOf("<script>", StringComparison.Ordinal);
        var end = text.IndexOf("</script>", StringComparison.Ordinal) + "</script>".Length;
        Assert.Equal(bytes, Encoding.Latin1.GetBytes(text[..start] + text[end..]));
    }

    [Fact]
    public async Task A_form_that_is_answered_by_a_page_gets_it_too()
    {
        await using var origin = await Page.OriginAsync();
        await using var edge = await TestEdge.StartAsync(origin);
        using var request = Page.Navigation(method: HttpMethod.Post);
        request.Content = new FormUrlEncodedContent([new("a", "b")]);

        using var answer = await edge.Client.SendAsync(request, Cancel);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains(Page.Mark, await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_page_has_the_same_bytes_for_every_visitor()
    {
        await using var origin = await Page.OriginAsync();
        await using var edge = await TestEdge.StartAsync(origin);
        using var known = Page.Request("/", null, ("Sec-Fetch-Dest", "document"), ("Cookie", "ajs_user_id=u1; ajs_anonymous_id=a1"));

        using var first = await edge.Client.SendAsync(known, Cancel);
        using var second = await edge.Client.SendAsync(Page.Navigation(), Cancel);

        Assert.Equal(await first.Content.ReadAsStringAsync(Cancel), await second.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task A_large_page_comes_whole()
    {
        var text = Page.Start + "</head><body>" + string.Concat(Enumerable.Range(0, 250_000).Select(static i => $"<p>line {i}</p>\n")) + "</body></html>";
        await using var origin = await Page.OriginAsync(text: text);
        await using var edge = await TestEdge.StartAsync(origin);

        using var answer = await edge.Client.SendAsync(Page.Navigation(), Cancel);
        var body = await answer.Content.ReadAsStringAsync(Cancel);

        var start = body.IndexOf("<script>", StringComparison.Ordinal);
        var end = body.IndexOf("</script>", StringComparison.Ordinal) + "</script>".Length;
        Assert.True(text.Length > 4_000_000);
        Assert.True(text == body[..start] + body[end..]);
    }

    private static async Task<(string Body, string Outcome)> AskAsync(Action<HttpResponse>? change, params (string Name, string Value)[] headers)
    {
        await using var origin = await Page.OriginAsync(change);
        await using var edge = await TestEdge.StartAsync(origin);
        using var outcomes = new PageOutcomes(edge.Services);
        using var request = headers.Length == 0 ? Page.Navigation() : Page.Request("/", null, headers);
        using var answer = await edge.Client.SendAsync(request, Cancel);
        return (await answer.Content.ReadAsStringAsync(Cancel), outcomes.All);
    }
}
