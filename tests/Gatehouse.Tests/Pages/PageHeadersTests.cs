using System.Net;
using Gatehouse.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Tests.Pages;

/// <summary>What is said of an answer, so that no cache and no condition mixes bodies.</summary>
public sealed class PageHeadersTests
{
    private static readonly string[] OriginsOwn = ["ETag", "Last-Modified", "Accept-Ranges", "Content-MD5", "Digest", "Repr-Digest", "Content-Digest"];
    private static readonly string[] SharedCaches = ["Surrogate-Control", "CDN-Cache-Control", "X-Accel-Expires"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_page_with_the_snippet_says_nothing_that_is_true_of_the_origins_bytes_alone()
    {
        using var answer = await AskAsync(Page.Navigation());

        Assert.All(OriginsOwn, name => Assert.Empty(answer.Header(name)));
        Assert.Equal("chunked", answer.Header("Transfer-Encoding"));
        Assert.Equal("Accept-Language, Sec-Fetch-Dest", answer.Header("Vary"));
        Assert.Equal("kept", answer.Header("X-Own"));
    }

    [Fact]
    public async Task A_page_and_its_cookies_are_one_browsers_alone()
    {
        using var answer = await AskAsync(Page.Navigation());

        Assert.Contains("ajs_anonymous_id=", answer.Header("Set-Cookie"), StringComparison.Ordinal);
        Assert.Equal("max-age=600, private", Order(answer.Header("Cache-Control")));
        Assert.All(SharedCaches, name => Assert.Empty(answer.Header(name)));
    }

    [Fact]
    public async Task What_a_script_fetches_stays_the_origins_and_tells_caches_that_a_navigation_differs()
    {
        using var answer = await AskAsync(Page.Request("/", null, ("Sec-Fetch-Dest", "empty")));

        Assert.Equal(Page.Text, await answer.Content.ReadAsStringAsync(Cancel));
        Assert.Equal("Accept-Language, Sec-Fetch-Dest", answer.Header("Vary"));
        Assert.Empty(answer.Header("Set-Cookie"));
        Assert.Equal("max-age=600, public, s-maxage=3600", Order(answer.Header("Cache-Control")));
        Assert.All(OriginsOwn.Append("Surrogate-Control"), name => Assert.NotEmpty(answer.Header(name)));
    }

    [Theory]
    [InlineData("document")]
    [InlineData("empty")]
    [InlineData(null)]
    public async Task Head_has_the_headers_of_get(string? destination)
    {
        (string, string)[] headers = destination is null ? [("Cookie", "ajs_anonymous_id=a1")] : [("Cookie", "ajs_anonymous_id=a1"), ("Sec-Fetch-Dest", destination)];
        using var get = await AskAsync(Page.Request("/", HttpMethod.Get, headers));
        using var head = await AskAsync(Page.Request("/", HttpMethod.Head, headers));

        Assert.Equal(AllHeaders(get), AllHeaders(head));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(Cancel));
    }

    [Theory]
    [InlineData("gzip", "gzip")]
    [InlineData("br", "br")]
    [InlineData(null, "")]
    public async Task Head_of_a_coded_page_has_the_headers_of_get(string? accept, string expected)
    {
        await using var origin = await Page.OriginAsync(Page.Encode("gzip", System.Text.Encoding.UTF8.GetBytes(Page.Text)), static response => response.Headers.ContentEncoding = "gzip");
        await using var edge = await TestEdge.StartAsync(origin);
        (string, string)[] headers = accept is null ? [("Cookie", "ajs_anonymous_id=a1")] : [("Cookie", "ajs_anonymous_id=a1"), ("Accept-Encoding", accept)];

        using var get = await edge.Client.SendAsync(Page.Request("/", HttpMethod.Get, headers), Cancel);
        using var head = await edge.Client.SendAsync(Page.Request("/", HttpMethod.Head, headers), Cancel);

        Assert.Equal(AllHeaders(get), AllHeaders(head));
        Assert.Equal(expected, get.Header("Content-Encoding"));
    }

    [Theory]
    [InlineData("/", "document", null, true)]
    [InlineData("/page.css", "document", null, true)]
    [InlineData("/", "iframe", null, true)]
    [InlineData("/", null, null, true)]
    [InlineData("/a.b/page", null, "text/html,application/xhtml+xml", true)]
    [InlineData("/page.html", null, "*/*", true)]
    [InlineData("/data", null, "application/json", false)]
    [InlineData("/style.css", null, "*/*", false)]
    [InlineData("/photo.JPG", null, null, false)]
    [InlineData("/", "empty", null, false)]
    [InlineData("/", "image", null, false)]
    public async Task Conditions_and_ranges_do_not_go_to_the_origin_with_a_request_that_may_be_for_a_page(string path, string? destination, string? accept, bool forgotten)
    {
        await using var origin = await Page.OriginAsync();
        await using var edge = await TestEdge.StartAsync(origin);
        (string Name, string? Value)[] headers =
        [
            ("If-None-Match", "\"1\""), ("If-Modified-Since", "Tue, 01 Jan 2030 00:00:00 GMT"), ("Range", "bytes=0-9"), ("If-Range", "\"1\""),
            ("Sec-Fetch-Dest", destination), ("Accept", accept),
        ];
        using var request = Page.Request(path, null, [.. headers.Where(static header => header.Value is not null).Select(static header => (header.Name, header.Value!))]);

        using var answer = await edge.Client.SendAsync(request, Cancel);

        var seen = Assert.Single(origin.Seen).Headers;
        Assert.All(["If-None-Match", "If-Modified-Since", "Range", "If-Range"], name => Assert.Equal(!forgotten, seen.ContainsKey(name)));
    }

    [Theory]
    [InlineData(404, "text/html", "document", true)]
    [InlineData(500, "text/html", null, true)]
    [InlineData(302, "text/html", "document", true)]
    [InlineData(200, "text/html", "document", true)]
    [InlineData(200, "application/xhtml+xml", "iframe", true)]
    [InlineData(200, "text/html", "empty", false)]
    [InlineData(206, "text/html", "document", false)]
    [InlineData(304, "text/html", "document", false)]
    [InlineData(200, "image/png", "document", false)]
    [InlineData(200, "application/json", null, false)]
    public async Task Cookies_go_with_every_page_and_then_it_is_private(int status, string type, string? destination, bool expected)
    {
        await using var origin = await TestOrigin.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = type;
            context.Response.Headers.CacheControl = "public";
            return Task.CompletedTask;
        });
        await using var edge = await TestEdge.StartAsync(origin);
        using var request = destination is null ? new HttpRequestMessage(HttpMethod.Get, "/") : Page.Request("/", null, ("Sec-Fetch-Dest", destination));

        using var answer = await edge.Client.SendAsync(request, Cancel);

        Assert.Equal(expected, answer.Header("Set-Cookie").Contains("ajs_anonymous_id=", StringComparison.Ordinal));
        Assert.Equal(expected ? "private" : "public", answer.Header("Cache-Control"));
    }

    [Theory]
    [InlineData("text/html", "document", 200)]
    [InlineData("text/html", "empty", 200)]
    [InlineData("application/json", "empty", 200)]
    [InlineData("image/png", null, 404)]
    public async Task Whatever_a_varied_path_answers_is_for_this_visitor_now(string type, string? destination, int status)
    {
        await using var origin = await TestOrigin.StartAsync(async context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = type;
            context.Response.Headers.CacheControl = "public, max-age=600, s-maxage=3600";
            context.Response.Headers.ETag = "\"1\"";
            context.Response.Headers.LastModified = "Tue, 01 Jan 2030 00:00:00 GMT";
            context.Response.Headers.Expires = "Tue, 01 Jan 2030 00:00:00 GMT";
            context.Response.Headers["Surrogate-Control"] = "max-age=600";
            await context.Response.WriteAsync(Page.Text);
        });
        await using var edge = await TestEdge.StartAsync(origin, configure: static edge => edge.MapVariation("/", static _ => null));
        using var request = destination is null ? new HttpRequestMessage(HttpMethod.Get, "/") : Page.Request("/", null, ("Sec-Fetch-Dest", destination));
        request.Headers.TryAddWithoutValidation("If-None-Match", "\"1\"");

        using var answer = await edge.Client.SendAsync(request, Cancel);

        Assert.Equal("no-cache, private", Order(answer.Header("Cache-Control")));
        Assert.All(["ETag", "Last-Modified", "Expires", "Surrogate-Control"], name => Assert.Empty(answer.Header(name)));
        Assert.False(Assert.Single(origin.Seen).Headers.ContainsKey("If-None-Match"));
    }

    [Fact]
    public async Task Answers_that_are_no_pages_stay_as_they_are()
    {
        await using var origin = await TestOrigin.StartAsync(static async context =>
        {
            context.Response.ContentType = "text/css";
            context.Response.ContentLength = 4;
            context.Response.Headers.ETag = "\"1\"";
            context.Response.Headers.CacheControl = "public, max-age=600";
            await context.Response.WriteAsync("a {}");
        });
        await using var edge = await TestEdge.StartAsync(origin);

        foreach (var request in new[] { Page.Navigation("/a.css"), Page.Request("/a.css", null, ("Sec-Fetch-Dest", "style")), Page.Request("/a.css", null) })
        {
            using var answer = await edge.Client.SendAsync(request, Cancel);

            Assert.Equal("a {}", await answer.Content.ReadAsStringAsync(Cancel));
            Assert.Equal(4, answer.Content.Headers.ContentLength);
            Assert.Equal("\"1\"", answer.Header("ETag"));
            Assert.Equal("max-age=600, public", Order(answer.Header("Cache-Control")));
            Assert.Empty(answer.Header("Vary"));
            request.Dispose();
        }
    }

    private static async Task<HttpResponseMessage> AskAsync(HttpRequestMessage request)
    {
        await using var origin = await Page.OriginAsync(static response =>
        {
            response.Headers.ETag = "\"1\"";
            response.Headers.LastModified = "Tue, 01 Jan 2030 00:00:00 GMT";
            response.Headers.AcceptRanges = "bytes";
            response.Headers.ContentMD5 = "1B2M2Y8AsgTpgAmY7PhCfg==";
            response.Headers["Digest"] = "sha-256=abc";
            response.Headers["Repr-Digest"] = "sha-256=:abc:";
            response.Headers["Content-Digest"] = "sha-256=:abc:";
            response.Headers.CacheControl = "public, max-age=600, s-maxage=3600";
            response.Headers["Surrogate-Control"] = "max-age=600";
            response.Headers["CDN-Cache-Control"] = "max-age=600";
            response.Headers["X-Accel-Expires"] = "600";
            response.Headers.Vary = "Accept-Language";
            response.Headers["X-Own"] = "kept";
        });
        await using var edge = await TestEdge.StartAsync(origin);
        using (request)
        {
            return await edge.Client.SendAsync(request, Cancel);
        }
    }

    private static string Order(string list) => string.Join(", ", list.Split(',', StringSplitOptions.TrimEntries).Order(StringComparer.Ordinal));

    private static string AllHeaders(HttpResponseMessage answer) => string.Join('\n', answer.Headers.Concat(answer.Content.Headers)
        .Where(static header => header.Key is not ("Date" or "Transfer-Encoding"))
        .Select(static header => header.Key + ": " + string.Join(", ", header.Value))
        .Order(StringComparer.Ordinal));
}
