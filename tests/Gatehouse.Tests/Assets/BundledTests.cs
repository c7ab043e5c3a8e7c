using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using Gatehouse.Tests.Harness;

namespace Gatehouse.Tests.Assets;

public sealed class BundledTests
{
    private const string Chunk = "ajs-destination.bundle.40628baed746e9904edc.js";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_library_is_the_published_one_in_each_coding()
    {
        await using var edge = await TestEdge.StartAsync();
        var plain = await edge.Client.GetByteArrayAsync("/seg/assets/library/latest.js", Cancel);

        Assert.Equal(plain, await DecodedAsync(edge, "gzip", static body => new GZipStream(body, CompressionMode.Decompress)));
        Assert.Equal(plain, await DecodedAsync(edge, "br", static body => new BrotliStream(body, CompressionMode.Decompress)));
        Assert.Equal(114551, plain.Length);
        Assert.Contains("__WRITE_KEY__", Encoding.UTF8.GetString(plain), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_library_is_not_sent_twice()
    {
        await using var edge = await TestEdge.StartAsync();
        var path = (await LoaderTests.HandedAsync(edge, cookies: null)).GetProperty("library").GetString()!;
        using var first = await AskAsync(edge, path, "br", tag: null);

        using var again = await AskAsync(edge, path, "br", first.Headers.ETag!.ToString());
        using var inAnotherForm = await AskAsync(edge, path, "gzip", first.Headers.ETag!.ToString());
        using var inAList = await AskAsync(edge, path, "br", "\"other\", W/" + first.Headers.ETag);
        using var whatever = await AskAsync(edge, path, "br", "*");
        using var nonsense = await AskAsync(edge, path, "br", "nonsense");

        Assert.False(first.Headers.ETag.IsWeak);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Equal(first.Headers.ETag, again.Headers.ETag);
        Assert.Equal("public, max-age=31536000, immutable", again.Headers.CacheControl!.ToString());
        Assert.Equal(["Accept-Encoding"], again.Headers.Vary);
        Assert.Empty(await again.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal(HttpStatusCode.OK, inAnotherForm.StatusCode);
        Assert.Equal(HttpStatusCode.NotModified, inAList.StatusCode);
        Assert.Equal(HttpStatusCode.NotModified, whatever.StatusCode);
        Assert.Equal(HttpStatusCode.OK, nonsense.StatusCode);
    }

    [Theory]
    [InlineData("/seg/assets/analytics-next/bundles/" + Chunk)]
    [InlineData("/seg/analytics-next/bundles/" + Chunk)]
    public async Task Chunks_are_served_for_ever(string path)
    {
        await using var edge = await TestEdge.StartAsync();

        using var answer = await edge.Client.GetAsync(path, Cancel);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("public, max-age=31536000, immutable", answer.Headers.CacheControl!.ToString());
        Assert.Equal("text/javascript", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("*", Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin")));
    }

    [Fact]
    public async Task A_HEAD_request_has_the_headers_of_a_GET()
    {
        await using var edge = await TestEdge.StartAsync();
        foreach (var path in (string[])["/seg/assets/library/latest.js", "/seg/assets/v1/projects/k/settings", "/seg/assets/analytics-next/bundles/" + Chunk, "/seg/assets/nothing"])
        {
            using var get = await edge.Client.GetAsync(path, Cancel);
            using var request = new HttpRequestMessage(HttpMethod.Head, path);
            using var head = await edge.Client.SendAsync(request, Cancel);

            Assert.Equal(get.StatusCode, head.StatusCode);
            Assert.Equal(get.Content.Headers.ContentLength, head.Content.Headers.ContentLength);
            Assert.Equal(get.Content.Headers.ContentType, head.Content.Headers.ContentType);
            Assert.Equal(get.Headers.ETag, head.Headers.ETag);
        }
    }

    [Fact]
    public async Task The_licence_goes_with_the_library()
    {
        await using var edge = await TestEdge.StartAsync();

        var text = await edge.Client.GetStringAsync("/seg/assets/library/LICENSE", Cancel);

        Assert.StartsWith("==== @segment/analytics-next/LICENSE.MD", text, StringComparison.Ordinal);
        Assert.Contains("MIT License", text, StringComparison.Ordinal);
        Assert.Contains("tsub.js.LICENSE.txt", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/seg/assets/v1/projects/WRITEKEY123/settings")]
    [InlineData("/seg/v1/projects/anything/settings")]
    public async Task Settings_name_no_host_but_the_one_asked_for(string path)
    {
        await using var edge = await TestEdge.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = "WWW.Shop.Example:8443" } };

        using var answer = await edge.Client.SendAsync(request, Cancel);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        var settings = JsonElement.Parse(text);

        var tracking = settings.GetProperty("integrations").GetProperty("Segment.io");
        Assert.Equal("www.shop.example:8443/seg/events", tracking.GetProperty("apiHost").GetString());
        Assert.Equal("http", tracking.GetProperty("protocol").GetString());
        Assert.Equal("REDACTED", tracking.GetProperty("apiKey").GetString());
        Assert.Equal("include", tracking.GetProperty("deliveryStrategy").GetProperty("config").GetProperty("credentials").GetString());
        Assert.Equal("www.shop.example:8443/seg/events", settings.GetProperty("metrics").GetProperty("host").GetString());
        Assert.Equal(0, settings.GetProperty("metrics").GetProperty("sampleRate").GetInt32());
        Assert.DoesNotContain("segment.com", text, StringComparison.Ordinal);
        Assert.DoesNotContain("segment.io/", text, StringComparison.Ordinal);
        Assert.DoesNotContain("WRITEKEY123", text, StringComparison.Ordinal);
        Assert.False(settings.TryGetProperty("consentSettings", out _));
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("*", Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin")));
    }

    [Fact]
    public async Task Settings_follow_the_outer_scheme_and_the_prefix()
    {
        await using var edge = await TestEdge.StartAsync(settings: [("Gatehouse:TrustedProxies:0", "127.0.0.1"), ("RoutePrefix", "data")]);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/data/assets/v1/projects/k/settings");
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-Host", "www.shop.example");

        using var answer = await edge.Client.SendAsync(request, Cancel);
        var tracking = JsonElement.Parse(await answer.Content.ReadAsStringAsync(Cancel)).GetProperty("integrations").GetProperty("Segment.io");

        Assert.Equal("https", tracking.GetProperty("protocol").GetString());
        Assert.Equal("www.shop.example/data/events", tracking.GetProperty("apiHost").GetString());
    }

    [Fact]
    public async Task Any_number_of_hosts_gets_settings_of_its_own()
    {
        await using var edge = await TestEdge.StartAsync();
        for (var i = 0; i < 40; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/seg/assets/v1/projects/k/settings") { Headers = { Host = $"h{i}.example" } };

            using var answer = await edge.Client.SendAsync(request, Cancel);

            Assert.Contains($"\"h{i}.example/seg/events\"", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Without_a_CDN_there_are_no_integrations()
    {
        await using var edge = await TestEdge.StartAsync();

        using var answer = await edge.Client.GetAsync("/seg/next-integrations/integrations/x/1/x.dynamic.js.gz", Cancel);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private static async Task<byte[]> DecodedAsync(TestEdge edge, string coding, Func<Stream, Stream> decode)
    {
        using var answer = await AskAsync(edge, "/seg/assets/library/latest.js", coding, tag: null);
        Assert.Equal([coding], answer.Content.Headers.ContentEncoding);
        await using var decoded = decode(await answer.Content.ReadAsStreamAsync(Cancel));
        using var text = new MemoryStream();
        await decoded.CopyToAsync(text, Cancel);
        return text.ToArray();
    }

    private static Task<HttpResponseMessage> AskAsync(TestEdge edge, string path, string coding, string? tag)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Accept-Encoding", coding);
        if (tag is not null)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        }

        return edge.Client.SendAsync(request, Cancel);
    }
}
