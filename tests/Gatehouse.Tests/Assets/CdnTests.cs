using System.Net;
using System.Text.Json;
using Gatehouse.Assets.Cdn;
using Gatehouse.Tests.Harness;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace Gatehouse.Tests.Assets;

public sealed class CdnTests
{
    private const string Loader = "/seg/assets/analytics.js/v1/REDACTED/analytics.min.js";
    private const string Latest = "/seg/assets/library/latest.js";
    private const string Settings = "/seg/assets/v1/projects/REDACTED/settings";
    private const string Integration = "/next-integrations/integrations/vendor/1.2.3/vendor.dynamic.js.gz";
    private const string KeyedText = "var a=\"WRITEKEY123\",b='WRITEKEY123',c=`WRITEKEY123WRITEKEY123`;//V1JJVEVLRVkxMjM6";
    private const string RedactedText = "var a=\"REDACTED\",b='REDACTED',c=`REDACTEDREDACTED`;//REDACTED";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_library_comes_from_the_CDN_without_the_key_and_stays_under_its_hash()
    {
        await using var cdn = await TestCdn.StartAsync();
        cdn.Text(TestCdn.Library, KeyedText);
        await using var edge = await cdn.EdgeAsync();

        var path = (await LoaderTests.HandedAsync(edge, cookies: null)).GetProperty("library").GetString()!;
        using var answer = await edge.Client.GetAsync(path, Cancel);

        Assert.Equal(RedactedText, await answer.Content.ReadAsStringAsync(Cancel));
        Assert.Equal("public, max-age=31536000, immutable", answer.Headers.CacheControl!.ToString());
        Assert.Equal(1, cdn.Asked(TestCdn.Library));
    }

    [Theory]
    [InlineData("/seg/assets/analytics-next/bundles/x.bundle.0f.js", "/analytics-next/bundles/x.bundle.0f.js")]
    [InlineData("/seg/analytics-next/bundles/x.bundle.0f.js?a=b", "/analytics-next/bundles/x.bundle.0f.js")]
    [InlineData("/seg/assets" + Integration, Integration)]
    [InlineData("/seg" + Integration + "?a=b", Integration)]
    public async Task Every_script_comes_without_the_key_and_the_CDN_learns_nothing_of_the_visitor(string path, string upstream)
    {
        await using var cdn = await TestCdn.StartAsync();
        cdn.Text(upstream, KeyedText);
        await using var edge = await cdn.EdgeAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Cookie", "ajs_user_id=u1");
        request.Headers.Add("User-Agent", "Mozilla/5.0");
        request.Headers.Add("Referer", "https://www.shop.example/");

        using var answer = await edge.Client.SendAsync(request, Cancel);

        Assert.Equal(RedactedText, await answer.Content.ReadAsStringAsync(Cancel));
        Assert.Equal("text/javascript", answer.Content.Headers.ContentType!.MediaType);
        var seen = Assert.Single(cdn.Seen);
        Assert.Equal(upstream, seen.Target);
        Assert.Equal(["Host", "Accept-Encoding"], seen.Headers.Keys);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Gzip_content_is_unpacked_redacted_and_sent_as_the_client_accepts(bool said)
    {
        await using var cdn = await TestCdn.StartAsync();
        cdn.Text(Integration, KeyedText, gzip: true, gzipSaid: said);
        await using var edge = await cdn.EdgeAsync();

        using var answer = await edge.Client.GetAsync("/seg/assets" + Integration, Cancel);

        Assert.Equal(RedactedText, await answer.Content.ReadAsStringAsync(Cancel));
        Assert.Empty(answer.Content.Headers.ContentEncoding);
    }

    [Fact]
    public async Task Settings_are_mended_and_keep_what_the_edge_does_not_know()
    {
        await using var cdn = await TestCdn.StartAsync();
        cdn.Text(TestCdn.Settings, $$$$"""
            {"integrations":{"Segment.io":{"apiKey":"WRITEKEY123","apiHost":"api.segment.io/v1","retryQueue":true,"deliveryStrategy":{"strategy":"batching","config":{"size":5}}},"Other":{"key":"x-\u0057RITEKEY123-WRITEKEY123","n":1.50}},
             "metrics":{"sampleRate":0.1,"host":"api.segment.io/v1"},"consentSettings":{"allCategories":["C0001"],"hasUnmappedDestinations":false},"WRITEKEY123":1,
             "remotePlugins":[{"name":"a","url":"https://cdn.segment.com/next-integrations/actions/a/1.js"},{"name":"b","url":"{{{{cdn.Url}}}}/next-integrations/b.js"},{"name":"c","url":"https://elsewhere.example/c.js"},7]}
            """, "application/json");
        await using var edge = await cdn.EdgeAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, Settings) { Headers = { Host = "www.shop.example" } };

        using var answer = await edge.Client.SendAsync(request, Cancel);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        var settings = JsonElement.Parse(text);

        Assert.DoesNotContain("WRITEKEY123", text, StringComparison.Ordinal);
        Assert.DoesNotContain("api.segment.io", text, StringComparison.Ordinal);
        var tracking = settings.GetProperty("integrations").GetProperty("Segment.io");
        Assert.Equal("REDACTED", tracking.GetProperty("apiKey").GetString());
        Assert.Equal("www.shop.example/seg/events", tracking.GetProperty("apiHost").GetString());
        Assert.Equal("http", tracking.GetProperty("protocol").GetString());
        Assert.True(tracking.GetProperty("retryQueue").GetBoolean());
        Assert.Equal("batching", tracking.GetProperty("deliveryStrategy").GetProperty("strategy").GetString());
        Assert.Equal(5, tracking.GetProperty("deliveryStrategy").GetProperty("config").GetProperty("size").GetInt32());
        Assert.Equal("""{"key":"x-REDACTED-REDACTED","n":1.50}""", settings.GetProperty("integrations").GetProperty("Other").GetRawText());
        Assert.Equal("www.shop.example/seg/events", settings.GetProperty("metrics").GetProperty("host").GetString());
        Assert.Equal("""{"allCategories":["C0001"],"hasUnmappedDestinations":false}""", settings.GetProperty("consentSettings").GetRawText());
        Assert.Equal(1, settings.GetProperty("REDACTED").GetInt32());
        Assert.Equal(
            ["http://www.shop.example/seg/assets/next-integrations/actions/a/1.js", "http://www.shop.example/seg/assets/next-integrations/b.js", "https://elsewhere.example/c.js"],
            settings.GetProperty("remotePlugins").EnumerateArray().Take(3).Select(static plugin => plugin.GetProperty("url").GetString()));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"integrations":{}}""")]
    [InlineData("""{"integrations":{"Segment.io":{}}}""")]
    [InlineData("""{"integrations":[],"metrics":null,"plan":7,"remotePlugins":"x"}""")]
    [InlineData("""{"integrations":{"Segment.io":null},"metrics":{"host":5}}""")]
    [InlineData("\uFEFF{}")]
    public async Task Missing_parts_of_the_settings_are_added(string source)
    {
        await using var cdn = await TestCdn.StartAsync();
        cdn.Text(TestCdn.Settings, source, "application/json");
        await using var edge = await cdn.EdgeAsync();

        var settings = JsonElement.Parse(await edge.Client.GetStringAsync(Settings, Cancel));

        AssertComplete(settings, new Uri(edge.Url).Authority);
    }

    [Theory]
    [InlineData("not json", "application/json")]
    [InlineData("[]", "application/json")]
    [InlineData("", "application/json")]
    [InlineData("{\"integrations\":{", "application/json")]
    [InlineData("{\"a\":\"\\ud800\"}", "application/json")]
    [InlineData("<html>login</html>", "application/json")]
    [InlineData("{}", "text/html")]
    public async Task Settings_that_are_none_give_built_ones(string source, string type)
    {
        await using var cdn = await TestCdn.StartAsync();
        cdn.Text(TestCdn.Settings, source, type);
        await using var edge = await cdn.EdgeAsync();

        var settings = JsonElement.Parse(await edge.Client.GetStringAsync(Settings, Cancel));

        AssertComplete(settings, new Uri(edge.Url).Authority);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(404)]
    [InlineData(302)]
    [InlineData(204)]
    public async Task A_CDN_that_never_gave_anything_is_replaced_by_what_is_bundled(int status)
    {
        await using var cdn = await TestCdn.StartAsync();
        cdn.Fail(TestCdn.Library, status);
        cdn.Fail(TestCdn.Settings, status);
        await using var edge = await cdn.EdgeAsync();

        var library = await edge.Client.GetStringAsync(Latest, Cancel);
        var settings = JsonElement.Parse(await edge.Client.GetStringAsync(Settings, Cancel));

        Assert.Equal(114551, library.Length);
        AssertComplete(settings, new Uri(edge.Url).Authority);
    }

    [Theory]
    [InlineData("<!doctype html><title>Sign in</title>", "text/javascript")]
    [InlineData("var a=1", "text/html")]
    [InlineData("", "text/javascript")]
    [InlineData("\u001f\u008bnot gzip", "text/javascript")]
    [InlineData("a\0b", "text/javascript")]
    public async Task A_library_that_is_none_is_refused(string text, string type)
    {
        await using var cdn = await TestCdn.StartAsync();
        cdn.Answer(TestCdn.Library, context =>
        {
            context.Response.ContentType = type;
            return context.Response.Body.WriteAsync(System.Text.Encoding.Latin1.GetBytes(text)).AsTask();
        });
        await using var edge = await cdn.EdgeAsync();

        Assert.Equal(114551, (await edge.Client.GetStringAsync(Latest, Cancel)).Length);
    }

    [Fact]
    public async Task A_text_beyond_the_bound_is_refused()
    {
        await using var cdn = await TestCdn.StartAsync();
        cdn.Text(TestCdn.Library, new string('a', CdnClient.LargestText + 1), gzip: true);
        await using var edge = await cdn.EdgeAsync();

        Assert.Equal(114551, (await edge.Client.GetStringAsync(Latest, Cancel)).Length);
    }

    [Fact]
    public async Task Half_an_answer_is_refused()
    {
        await using var cdn = await TestCdn.StartAsync();
        cdn.Answer(TestCdn.Library, static async context =>
        {
            context.Response.ContentLength = 100;
            await context.Response.WriteAsync("var half=");
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        await using var edge = await cdn.EdgeAsync();

        Assert.Equal(114551, (await edge.Client.GetStringAsync(Latest, Cancel)).Length);
    }

    [Fact]
    public async Task Many_requests_at_once_are_one_for_the_CDN()
    {
        await using var cdn = await TestCdn.StartAsync();
        var open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cdn.Answer(Integration, async context =>
        {
            await open.Task;
            await context.Response.WriteAsync("var x=1");
        });
        await using var edge = await cdn.EdgeAsync();

        var requests = Enumerable.Range(0, 40).Select(_ => edge.Client.GetStringAsync("/seg/assets" + Integration, Cancel)).ToList();
        open.SetResult();

        Assert.All(await Task.WhenAll(requests), static text => Assert.Equal("var x=1", text));
        Assert.Equal(1, cdn.Asked(Integration));
    }

    [Fact]
    public async Task The_last_good_copy_is_served_while_the_CDN_fails()
    {
        await using var cdn = await TestCdn.StartAsync();
        var time = new FakeTimeProvider();
        cdn.Text(TestCdn.Library, "var v=1", cacheControl: "max-age=60");
        cdn.Text(TestCdn.Settings, """{"mark":1}""", "application/json");
        cdn.Text(Integration, "var i=1");
        await using var edge = await cdn.EdgeAsync(time);
        await ReadAllAsync();
        foreach (var path in (string[])[TestCdn.Library, TestCdn.Settings, Integration])
        {
            cdn.Fail(path, 503);
        }

        time.Advance(TimeSpan.FromDays(30));

        var (library, settings, integration) = await ReadAllAsync();
        Assert.Equal("var v=1", library);
        Assert.Equal("var i=1", integration);
        Assert.Equal(1, JsonElement.Parse(settings).GetProperty("mark").GetInt32());
        Assert.Equal(2, cdn.Asked(TestCdn.Library));

        async Task<(string, string, string)> ReadAllAsync() => (
            await edge.Client.GetStringAsync(Latest, Cancel),
            await edge.Client.GetStringAsync(Settings, Cancel),
            await edge.Client.GetStringAsync("/seg/assets" + Integration, Cancel));
    }

    [Fact]
    public async Task A_new_library_takes_over_and_the_one_before_is_still_there_for_pages_under_way()
    {
        await using var cdn = await TestCdn.StartAsync();
        var time = new FakeTimeProvider();
        cdn.Text(TestCdn.Library, "var v=1", cacheControl: "max-age=60");
        await using var edge = await cdn.EdgeAsync(time);
        var before = (await LoaderTests.HandedAsync(edge, cookies: null)).GetProperty("library").GetString()!;
        cdn.Text(TestCdn.Library, "var v=2", cacheControl: "max-age=60");

        Assert.Equal("var v=1", await edge.Client.GetStringAsync(Latest, Cancel));
        time.Advance(TimeSpan.FromSeconds(61));
        await UntilAsync(async () => await edge.Client.GetStringAsync(Latest, Cancel) == "var v=2");

        Assert.NotEqual(before, (await LoaderTests.HandedAsync(edge, cookies: null)).GetProperty("library").GetString());
        Assert.Equal("var v=1", await edge.Client.GetStringAsync(before, Cancel));
        using var unknown = await edge.Client.GetAsync("/seg/assets/library/0123456789abcdef0123456789abcdef.js", Cancel);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Equal("no-store", unknown.Headers.CacheControl!.ToString());
    }

    [Fact]
    public async Task An_unchanged_file_is_not_fetched_again()
    {
        await using var cdn = await TestCdn.StartAsync();
        var time = new FakeTimeProvider();
        var asked = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        cdn.Answer(Integration, context =>
        {
            context.Response.Headers.ETag = "\"v1\"";
            if (context.Request.Headers.IfNoneMatch.Count == 0)
            {
                return context.Response.WriteAsync("var i=1");
            }

            asked.TrySetResult(context.Request.Headers.IfNoneMatch.ToString());
            context.Response.StatusCode = 304;
            return Task.CompletedTask;
        });
        await using var edge = await cdn.EdgeAsync(time);
        await edge.Client.GetStringAsync("/seg/assets" + Integration, Cancel);
        time.Advance(TimeSpan.FromDays(2));

        Assert.Equal("var i=1", await edge.Client.GetStringAsync("/seg/assets" + Integration, Cancel));

        Assert.Equal("\"v1\"", await asked.Task);
    }

    [Fact]
    public async Task A_CDN_that_hangs_delays_one_page_by_the_patience_and_the_next_by_nothing()
    {
        await using var cdn = await TestCdn.StartAsync();
        var time = new FakeTimeProvider();
        cdn.Answer(TestCdn.Library, static context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        await using var edge = await cdn.EdgeAsync(time);

        var first = edge.Client.GetStringAsync(Latest, Cancel);
        while (!first.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(114551, (await first).Length);

        // The clock stands still from here on: whoever waited would wait for ever. First the fetch is still under way, then it has failed.
        Assert.Equal(114551, (await edge.Client.GetStringAsync(Latest, Cancel)).Length);
        time.Advance(CdnClient.Timeout);
        Assert.Equal(114551, (await edge.Client.GetStringAsync(Latest, Cancel)).Length);
    }

    [Fact]
    public async Task A_file_that_cannot_be_had_is_a_failure_and_one_that_is_not_there_is_missing()
    {
        await using var cdn = await TestCdn.StartAsync();
        cdn.Fail(Integration);
        await using var edge = await cdn.EdgeAsync();

        using var failed = await edge.Client.GetAsync("/seg/assets" + Integration, Cancel);
        using var missing = await edge.Client.GetAsync("/seg/assets/next-integrations/none.js", Cancel);
        using var again = await edge.Client.GetAsync("/seg/assets/next-integrations/none.js", Cancel);

        Assert.Equal(HttpStatusCode.BadGateway, failed.StatusCode);
        Assert.DoesNotContain("WRITEKEY123", await failed.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Equal("no-store", failed.Headers.CacheControl!.ToString());
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
        Assert.Equal(1, cdn.Asked("/next-integrations/none.js"));
    }

    [Fact]
    public async Task A_chunk_of_the_bundled_library_stands_in_for_one_that_the_CDN_does_not_give()
    {
        await using var cdn = await TestCdn.StartAsync();
        await using var edge = await cdn.EdgeAsync();

        using var answer = await edge.Client.GetAsync("/seg/assets/analytics-next/bundles/ajs-destination.bundle.40628baed746e9904edc.js", Cancel);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var elsewhere = await TestOrigin.StartAsync(static context => context.Response.WriteAsync("var stolen=1"));
        await using var cdn = await TestCdn.StartAsync();
        cdn.Answer(Integration, context =>
        {
            context.Response.Redirect(elsewhere.Url + "/x");
            return Task.CompletedTask;
        });
        await using var edge = await cdn.EdgeAsync();

        using var answer = await edge.Client.GetAsync("/seg/assets" + Integration, Cancel);

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Empty(elsewhere.Seen);
    }

    [Fact]
    public async Task Names_that_are_none_never_reach_the_CDN()
    {
        await using var cdn = await TestCdn.StartAsync();
        await using var edge = await cdn.EdgeAsync();
        foreach (var path in (string[])["/seg/assets/next-integrations/..%2f..%2fv1", "/seg/next-integrations/a%5Cb", "/seg/next-integrations/%2e%2e/%2e%2e/secret", "/seg/assets/next-integrations//x", "/seg/analytics-next/bundles/a%3Fb", "/seg/assets/other"])
        {
            await edge.SendRawAsync($"GET {path} HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n");
        }

        Assert.Empty(cdn.Seen);
    }

    private static void AssertComplete(JsonElement settings, string host)
    {
        var tracking = settings.GetProperty("integrations").GetProperty("Segment.io");
        Assert.Equal(host + "/seg/events", tracking.GetProperty("apiHost").GetString());
        Assert.Equal("http", tracking.GetProperty("protocol").GetString());
        Assert.Equal(host + "/seg/events", settings.GetProperty("metrics").GetProperty("host").GetString());
        Assert.Equal(0, settings.GetProperty("metrics").GetProperty("sampleRate").GetDouble());
        Assert.Equal(JsonValueKind.Object, settings.GetProperty("plan").ValueKind);
        Assert.Equal(JsonValueKind.Array, settings.GetProperty("remotePlugins").ValueKind);
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        for (var tries = 0; tries < 10_000; tries++)
        {
            if (await isSo())
            {
                return;
            }
        }

        Assert.Fail("It never came to be.");
    }
}
