using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Gatehouse.Assets;
using Gatehouse.Profiles;
using Gatehouse.Sites;
using Gatehouse.Tests.Harness;
using Gatehouse.Visitors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Tests.Assets;

public sealed partial class LoaderTests
{
    private const string Canon = "/seg/assets/analytics.js/v1/REDACTED/analytics.min.js";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Canon)]
    [InlineData("/seg/assets/analytics.js/v1/WRITEKEY123/analytics.min.js")]
    [InlineData("/seg/assets/whatever/analytics.min.js")]
    [InlineData("/seg/ajs/0f6b7a52-6d1c-4b0e-8a53-1c9d2e4f7a10")]
    [InlineData("/seg/ajs/x/")]
    public async Task It_is_served_under_each_name_and_never_kept(string path)
    {
        await using var edge = await TestEdge.StartAsync();

        using var answer = await edge.Client.GetAsync(path, Cancel);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/javascript", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("no-store, private", answer.Headers.CacheControl!.ToString());
        Assert.Contains("Cookie", answer.Headers.Vary);
        Assert.Null(answer.Headers.ETag);
        Assert.Null(answer.Content.Headers.LastModified);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("same-site", Assert.Single(answer.Headers.GetValues("Cross-Origin-Resource-Policy")));
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.DoesNotContain("WRITEKEY123", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task HEAD_has_the_headers_of_GET()
    {
        await using var edge = await TestEdge.StartAsync();
        using var get = await edge.Client.GetAsync(Canon, Cancel);
        using var request = new HttpRequestMessage(HttpMethod.Head, Canon);

        using var head = await edge.Client.SendAsync(request, Cancel);

        Assert.Equal(get.Content.Headers.ContentLength, head.Content.Headers.ContentLength);
        Assert.Equal(get.Headers.CacheControl, head.Headers.CacheControl);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(Cancel));
    }

    [Fact]
    public async Task It_hands_over_the_ids_that_came_as_cookies()
    {
        await using var edge = await TestEdge.StartAsync();

        var handed = await HandedAsync(edge, "ajs_anonymous_id=anon-1; ajs_user_id=user-1");

        Assert.Equal("anon-1", handed.GetProperty("anonymousId").GetString());
        Assert.Equal("user-1", handed.GetProperty("userId").GetString());
        Assert.Equal("seg", handed.GetProperty("prefix").GetString());
    }

    [Fact]
    public async Task A_browser_without_cookies_keeps_its_own_ids()
    {
        await using var edge = await TestEdge.StartAsync();

        using var answer = await edge.Client.GetAsync(Canon, Cancel);
        var handed = Handed(await answer.Content.ReadAsStringAsync(Cancel));

        Assert.False(handed.TryGetProperty("anonymousId", out _));
        Assert.False(handed.TryGetProperty("userId", out _));
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Theory]
    [InlineData("</script><script>alert(1)</script>")]
    [InlineData("\");alert(1);(\"")]
    [InlineData("'-alert(1)-'")]
    [InlineData("\\\\\"};alert(1)//")]
    [InlineData("a\u2028b\u2029c")]
    [InlineData("<!--<script>")]
    [InlineData("&lt;")]
    [InlineData("LOADER_ARGUMENTS")]
    public async Task An_id_cannot_become_script(string id)
    {
        await using var edge = await TestEdge.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, Canon);
        request.Headers.Add("Cookie", $"ajs_user_id={Uri.EscapeDataString(id)}; ajs_anonymous_id={Uri.EscapeDataString(id)}");

        using var answer = await edge.Client.SendAsync(request, Cancel);
        var script = await answer.Content.ReadAsStringAsync(Cancel);

        var arguments = ArgumentsIn(script);
        Assert.Matches("""^[ !"#$%()*,\-./0-9:;=?@A-Z\[\\\]^_`a-z{|}~]*$""", arguments);
        if (Handed(script).TryGetProperty("userId", out var handed))
        {
            // Outer quotation marks are an old way of writing an id, not part of it.
            Assert.Equal(id.Trim('"'), handed.GetString());
        }
    }

    [Fact]
    public async Task Another_sites_page_gets_no_ids()
    {
        await using var edge = await TestEdge.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, Canon);
        request.Headers.Add("Cookie", "ajs_anonymous_id=anon-1; ajs_user_id=user-1");
        request.Headers.Add("Sec-Fetch-Site", "cross-site");

        using var answer = await edge.Client.SendAsync(request, Cancel);
        var script = await answer.Content.ReadAsStringAsync(Cancel);

        Assert.DoesNotContain("anon-1", script, StringComparison.Ordinal);
        Assert.DoesNotContain("user-1", script, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Neither_host_nor_key_stands_in_it()
    {
        await using var edge = await TestEdge.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, Canon) { Headers = { Host = "evil.example" } };

        using var answer = await edge.Client.SendAsync(request, Cancel);

        Assert.DoesNotContain("evil", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_library_that_it_names_is_there_for_ever()
    {
        await using var edge = await TestEdge.StartAsync();
        var handed = await HandedAsync(edge, cookies: null);

        using var library = await edge.Client.GetAsync(handed.GetProperty("library").GetString(), Cancel);

        Assert.Equal(HttpStatusCode.OK, library.StatusCode);
        Assert.Equal("public, max-age=31536000, immutable", library.Headers.CacheControl!.ToString());
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [InlineData(null, false)]
    public async Task A_query_string_sets_ids_only_where_that_is_configured(string? configured, bool handed)
    {
        await using var edge = await TestEdge.StartAsync(settings: [("Snippet:QueryString", configured)]);

        Assert.Equal(handed, (await HandedAsync(edge, cookies: null)).TryGetProperty("queryString", out _));
    }

    [Fact]
    public async Task Only_allowed_traits_go_with_it_and_none_becomes_script()
    {
        var profile = ProfileOf("""{"plan":"gold</script>\u2028","email":"a@b.example","list":["<x>"]}""");
        await using var edge = await TestEdge.StartAsync(
            settings: [("PageTraits:0", "plan"), ("PageTraits:1", "list"), ("PageTraits:2", "absent")],
            build: builder => builder.Services.AddSingleton<IProfileReader>(new FixedReader(_ => ValueTask.FromResult<Profile?>(profile))));

        using var request = new HttpRequestMessage(HttpMethod.Get, Canon);
        request.Headers.Add("Cookie", "ajs_user_id=u1");
        using var answer = await edge.Client.SendAsync(request, Cancel);
        var script = await answer.Content.ReadAsStringAsync(Cancel);

        var traits = Handed(script).GetProperty("traits");
        Assert.Equal("gold</script>\u2028", traits.GetProperty("plan").GetString());
        Assert.Equal(["plan", "list"], traits.EnumerateObject().Select(static trait => trait.Name));
        Assert.DoesNotContain('<', ArgumentsIn(script));
        Assert.DoesNotContain("a@b.example", script, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Traits_are_bounded()
    {
        var profile = ProfileOf($$"""{"big":"{{new string('a', PageTraits.MostBytes)}}","small":1}""");
        await using var edge = await TestEdge.StartAsync(
            settings: [("PageTraits:0", "big"), ("PageTraits:1", "small")],
            build: builder => builder.Services.AddSingleton<IProfileReader>(new FixedReader(_ => ValueTask.FromResult<Profile?>(profile))));

        var traits = (await HandedAsync(edge, "ajs_user_id=u1")).GetProperty("traits");

        Assert.Equal("small", Assert.Single(traits.EnumerateObject()).Name);
    }

    [Fact]
    public async Task A_callback_adds_traits_and_nothing_else_leaves()
    {
        var profile = ProfileOf("""{"plan":"gold","email":"a@b.example","ltv":120.5,"list":[1]}""");
        await using var edge = await TestEdge.StartAsync(
            settings: [("PageTraits:0", "plan")],
            configure: static edge => edge
                .AddPageTraits(static (profile, page) =>
                {
                    page.Add("label", "</script>\ud800" + profile.Text("plan"));
                    page.Add("valued", profile.Number("ltv") > 100);
                    page.Add("value", profile.Number("ltv"));
                    page.Add("absent", profile.Text("absent"));
                    page.Add("absent", double.NaN);
                    page.Add("plan", "silver");
                })
                .AddPageTraits(static (profile, page) => page.Add("list", profile.Traits["list"])),
            build: builder => builder.Services.AddSingleton<IProfileReader>(new FixedReader(_ => ValueTask.FromResult<Profile?>(profile))));

        using var request = new HttpRequestMessage(HttpMethod.Get, Canon);
        request.Headers.Add("Cookie", "ajs_user_id=u1");
        using var answer = await edge.Client.SendAsync(request, Cancel);
        var script = await answer.Content.ReadAsStringAsync(Cancel);

        Assert.Equal(
            """{"plan":"silver","label":"\u003C/script\u003E\uFFFDgold","valued":true,"value":120.5,"list":[1]}""",
            Handed(script).GetProperty("traits").GetRawText());
        Assert.DoesNotContain("a@b.example", script, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_callback_that_throws_costs_what_it_would_have_added()
    {
        var profile = ProfileOf("""{"plan":"gold"}""");
        await using var edge = await TestEdge.StartAsync(
            settings: [("PageTraits:0", "plan")],
            configure: static edge => edge.AddPageTraits(static (profile, page) =>
            {
                page.Add("plan", "changed");
                throw new InvalidOperationException(profile.Text("plan"));
            }),
            build: builder => builder.Services.AddSingleton<IProfileReader>(new FixedReader(_ => ValueTask.FromResult<Profile?>(profile))));

        Assert.Equal("""{"plan":"gold"}""", (await HandedAsync(edge, "ajs_user_id=u1")).GetProperty("traits").GetRawText());
    }

    [Fact]
    public async Task A_profile_that_does_not_come_costs_the_traits_alone()
    {
        await using var edge = await TestEdge.StartAsync(
            settings: [("PageTraits:0", "plan")],
            build: static builder => builder.Services.AddSingleton<IProfileReader>(new FixedReader(static async deadline =>
            {
                await Task.Delay(Timeout.Infinite, deadline);
                return null;
            })));

        var handed = await HandedAsync(edge, "ajs_user_id=u1");

        Assert.Equal("u1", handed.GetProperty("userId").GetString());
        Assert.False(handed.TryGetProperty("traits", out _));
    }

    [Fact]
    public async Task Nothing_below_the_folder_is_the_origins()
    {
        await using var origin = await TestOrigin.StartAsync(static context => context.Response.WriteAsync("origin"));
        await using var edge = await TestEdge.StartAsync(origin);
        foreach (var path in (string[])["/seg/assets/", "/seg/assets/logo.png", "/seg/assets/next-integrations/a%2Fb", "/seg/assets/%2e%2e%2fx", "/seg/assets/library/0123456789abcdef0123456789abcdef.js"])
        {
            using var answer = await edge.Client.GetAsync(path, Cancel);

            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
            Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
        }

        using var post = await edge.Client.PostAsync(new Uri(Canon, UriKind.Relative), content: null, Cancel);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, post.StatusCode);
        Assert.Equal(["GET", "HEAD"], post.Content.Headers.Allow);
        Assert.Empty(origin.Seen);
    }

    [Fact]
    public async Task Other_methods_of_the_old_names_are_the_sites()
    {
        await using var origin = await TestOrigin.StartAsync(static context => context.Response.WriteAsync("origin"));
        await using var edge = await TestEdge.StartAsync(origin);

        using var answer = await edge.Client.PostAsync(new Uri("/seg/ajs/x", UriKind.Relative), content: null, Cancel);

        Assert.Equal("origin", await answer.Content.ReadAsStringAsync(Cancel));
    }

    internal static async Task<JsonElement> HandedAsync(TestEdge edge, string? cookies)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Canon);
        if (cookies is not null)
        {
            request.Headers.Add("Cookie", cookies);
        }

        using var answer = await edge.Client.SendAsync(request, Cancel);
        return Handed(await answer.Content.ReadAsStringAsync(Cancel));
    }

    private static JsonElement Handed(string script) => JsonElement.Parse(ArgumentsIn(script));

    private static string ArgumentsIn(string script) => Arguments().Match(script).Groups[1].Value;

    private static Profile ProfileOf(string traits) =>
        new(JsonElement.Parse(traits).EnumerateObject().ToDictionary(static trait => trait.Name, static trait => trait.Value, StringComparer.Ordinal));

    [GeneratedRegex(@"\}\)\((\{.*\})\);\n$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Arguments();

    private sealed class FixedReader(Func<CancellationToken, ValueTask<Profile?>> read) : IProfileReader
    {
        public ValueTask<Profile?> ReadAsync(Site site, Visitor visitor, CancellationToken deadline) => read(deadline);
    }
}
