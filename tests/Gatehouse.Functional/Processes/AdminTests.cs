using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Gatehouse.Functional.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Functional.Processes;

/// <summary>The admin API of the published server.</summary>
public sealed class AdminTests : IDisposable
{
    private static readonly string[] Interested =
    [
        "Sites:shop:ComputedTraits:views:Compute=count", "Sites:shop:ComputedTraits:views:When:Event=Product Viewed",
        "Sites:shop:Audiences:interested:When:Trait=views", "Sites:shop:Audiences:interested:When:GreaterOrEqual=3",
    ];

    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _client = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _client.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_token_is_made_once_and_read_by_its_owner_alone()
    {
        await using var site = await LocalSite.StartAsync(static _ => { });
        await using (var first = await EdgeProcess.StartAsync(EdgeArguments.For(_folder, site.Url)))
        {
            using var refused = await _client.GetAsync(new Uri(first.AdminUrl + "/v1/spaces/shop/collections/users/profiles/user_id:u1/traits"), Cancel);
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
            Assert.DoesNotContain(Token(), first.Output, StringComparison.Ordinal);
        }

        var token = Token();
        Assert.Matches("^[0-9a-f]{64}$", token);
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(TokenFile()) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        await using var second = await EdgeProcess.StartAsync(EdgeArguments.For(_folder, site.Url));
        using var answer = await AskAsync(second, "/v1/spaces/shop/collections/users/profiles/user_id:u1/traits", token);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Code_for_the_vendors_profile_API_reads_the_edges_profiles()
    {
        await using var site = await LocalSite.StartAsync(static _ => { });
        await using var edge = await EdgeProcess.StartAsync(EdgeArguments.For(_folder, site.Url, more: Interested));
        foreach (var name in new[] { "Product Viewed", "Product Viewed", "Product Viewed", "Cart Viewed" })
        {
            await SendAsync(edge, "t", $$"""{"anonymousId":"a1","event":"{{name}}"}""");
        }

        await SendAsync(edge, "i", """{"anonymousId":"a1","userId":"u/1","traits":{"plan":"gold"}}""");
        var traits = await UntilAsync(edge, "user_id:u%2F1/traits?limit=200", static json => (string?)json["traits"]?["plan"] == "gold");

        Assert.Equal("""{"interested":true,"plan":"gold","views":3}""", traits["traits"]!.ToJsonString());
        Assert.False((bool)traits["cursor"]!["has_more"]!);
        var first = await ReadAsync(edge, "user_id:u%2F1/traits?limit=1&class=computed_trait&verbose=true");
        Assert.Equal(3, (int)first["traits"]!["views"]!["value"]!);
        var paged = await ReadAsync(edge, "user_id:u%2F1/traits?limit=2");
        Assert.Equal("views", (string?)paged["cursor"]!["next"]);
        var ids = await ReadAsync(edge, "user_id:u%2F1/external_ids");
        Assert.Equal(["user_id u/1", "anonymous_id a1"], ids["data"]!.AsArray().Select(static id => $"{id!["type"]} {id["id"]}"));
        Assert.NotNull((await ReadAsync(edge, "user_id:u%2F1/metadata"))["metadata"]!["updated_at"]);
    }

    [Fact]
    public async Task Profiles_are_exported_as_lines_and_a_visitor_is_erased()
    {
        await using var site = await LocalSite.StartAsync(static _ => { });
        await using var edge = await EdgeProcess.StartAsync(EdgeArguments.For(_folder, site.Url));
        for (var user = 0; user < 3; user++)
        {
            await SendAsync(edge, "i", $$$"""{"userId":"u{{{user}}}","traits":{"n":{{{user}}}}}""");
        }

        await UntilAsync(edge, "user_id:u2/traits", static json => json["traits"]?["n"] is not null);
        using var gone = await AskAsync(edge, "/v1/spaces/shop/collections/users/profiles/user_id:u1", Token(), HttpMethod.Delete);
        using var export = await AskAsync(edge, "/v1/spaces/shop/export", Token());

        Assert.Equal("""{"erased":1}""", await gone.Content.ReadAsStringAsync(Cancel));
        var lines = (await export.Content.ReadAsStringAsync(Cancel)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonNode.Parse(line)!);
        Assert.Equal(["u0 0", "u2 2"], lines.Select(static line => $"{line["userId"]} {line["traits"]!["n"]}"));
    }

    [Fact]
    public async Task Events_of_a_profile_are_read_page_by_page_as_from_the_vendors_API()
    {
        await using var site = await LocalSite.StartAsync(static _ => { });
        await using var edge = await EdgeProcess.StartAsync(EdgeArguments.For(_folder, site.Url));
        await SendAsync(edge, "t", """{"anonymousId":"a1","event":"Product Viewed","messageId":"m1","properties":{"price":120.50,"tags":["a"]},"context":{"locale":"de"}}""");
        await SendAsync(edge, "p", """{"anonymousId":"a1","name":"Home"}""");
        await SendAsync(edge, "t", """{"anonymousId":"a2","event":"Product Viewed"}""");
        await SendAsync(edge, "t", """{"anonymousId":"a1","userId":"u1","event":"Cart Viewed","timestamp":"2020-01-01T00:00:00Z"}""");
        await SendAsync(edge, "i", """{"anonymousId":"a1","userId":"u1","traits":{"plan":"gold"}}""");
        await SendAsync(edge, "t", """{"anonymousId":"a1","userId":"u1","event":"Order Completed"}""");
        var first = await UntilAsync(edge, "user_id:u1/events?limit=1", static json => (string?)json["data"]?.AsArray().FirstOrDefault()?["event"] == "Order Completed");
        var second = await ReadAsync(edge, "user_id:u1/events?limit=1&next=" + first["cursor"]!["next"]);

        Assert.True((bool)first["cursor"]!["has_more"]!);
        Assert.Equal("/v1/spaces/shop/collections/users/profiles/user_id:u1/events", (string?)first["cursor"]!["url"]);
        var viewed = Assert.Single(second["data"]!.AsArray())!;
        Assert.Equal("m1", (string?)viewed["message_id"]);
        Assert.Equal("""{"price":120.50,"tags":["a"]}""", viewed["properties"]!.ToJsonString());
        Assert.Equal("de", (string?)viewed["context"]!["locale"]);
        Assert.Equal("a1", (string?)Assert.Single(viewed["external_ids"]!.AsArray())!["id"]);
        Assert.False((bool)second["cursor"]!["has_more"]!);
        Assert.Empty((await ReadAsync(edge, "user_id:u1/events?end=2019-01-01"))["data"]!.AsArray());
        Assert.Equal(["Product Viewed", "Order Completed"], (await ReadAsync(edge, "user_id:u1/events?sort=asc"))["data"]!.AsArray().Select(static one => (string?)one!["event"]));
        Assert.Equal("not_found", (string?)(await ReadAsync(edge, "user_id:nobody/events"))["error"]!["code"]);
        Assert.Equal("invalid_request", (string?)(await ReadAsync(edge, "user_id:u1/events?start=yesterday"))["error"]!["code"]);
    }

    [Fact]
    public async Task Profiles_that_were_lost_come_back_from_the_log_by_command()
    {
        await using var site = await LocalSite.StartAsync(static _ => { });
        var run = EdgeArguments.For(_folder, site.Url, more: [.. Interested, "Log:Retain=1d"]);
        await using (var before = await EdgeProcess.StartAsync(run))
        {
            for (var view = 0; view < 3; view++)
            {
                await SendAsync(before, "t", """{"anonymousId":"a1","event":"Product Viewed"}""");
            }

            await SendAsync(before, "i", """{"anonymousId":"a1","userId":"u1","traits":{"plan":"gold"}}""");
            await UntilAsync(before, "user_id:u1/traits", static json => (string?)json["traits"]?["plan"] == "gold");
            before.Terminate();
            Assert.Equal(0, await before.WaitForExitAsync());
        }

        foreach (var file in Directory.EnumerateFiles(_folder.File("data"), "profiles.db*"))
        {
            File.Delete(file);
        }

        await using var after = await EdgeProcess.StartAsync(run);
        string[] where = [.. run.Skip(1), "--set", "Gatehouse:Admin:Listen=" + after.AdminUrl];
        Assert.Equal("not_found", (string?)(await ReadAsync(after, "user_id:u1/traits"))["error"]!["code"]);
        using (var none = await AskAsync(after, "/api/profiles/rebuild", Token()))
        {
            Assert.Equal("""{"state":"none"}""", await none.Content.ReadAsStringAsync(Cancel));
        }

        var (code, ordered) = await EdgeProcess.RunAsync(["profiles", "rebuild", .. where]);
        Assert.Matches("^(replaying: [0-9,]+ of [0-9,]+|swapping: [0-9,]+ profiles looked at|No rebuild is under way.)$", ordered.Trim());
        Assert.Equal(0, code);
        var traits = await UntilAsync(after, "user_id:u1/traits", static json => json["traits"] is not null);

        Assert.Equal("""{"interested":true,"plan":"gold","views":3}""", traits["traits"]!.ToJsonString());
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while ((await EdgeProcess.RunAsync(["profiles", "rebuild", "status", .. where])).Output.Trim() != "No rebuild is under way.")
        {
            await Task.Delay(20, limit.Token);
        }
    }

    [Fact]
    public async Task Commands_show_the_books_and_hold_a_destination()
    {
        await using var site = await LocalSite.StartAsync(static _ => { });
        var down = EdgeArguments.For(_folder, site.Url, "http://127.0.0.1:1");
        await using var edge = await EdgeProcess.StartAsync(down);
        await SendAsync(edge, "t", """{"event":"E","anonymousId":"a1","messageId":"m1"}""");
        await SendAsync(edge, "t", """{"event":"E","anonymousId":"a1","messageId":"m1"}""");
        string[] where = [.. down.Skip(1), "--set", "Gatehouse:Admin:Listen=" + edge.AdminUrl];

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var ledger = string.Empty;
        while (!ledger.Contains("duplicate", StringComparison.Ordinal))
        {
            await Task.Delay(20, limit.Token);
            (_, ledger) = await EdgeProcess.RunAsync(["ledger", .. where]);
        }

        Assert.Matches(@"shop\n  received +2\n  accepted +1 +\d+ bytes\n  duplicate +1\nshop/segment\n  pending +1 +\d+ bytes, the oldest of [0-9: Z-]+\nThe books balance", ledger);
        var (_, hours) = await EdgeProcess.RunAsync(["ledger", "--by", "hour", "--destination", "segment", .. where]);
        Assert.Matches(@"received from .*Z\n[0-9: Z-]+  shop\n  received +2\n(.*\n)*[0-9: Z-]+  shop/segment\n  pending +1 ", hours);
        Assert.Contains("400", (await EdgeProcess.RunAsync(["ledger", "--from", "yesterday", .. where])).Output, StringComparison.Ordinal);
        Assert.Matches(@"^The server answered 404: There is no [^{]+\n$", (await EdgeProcess.RunAsync(["ledger", "--site", "nobody", .. where])).Output);
        Assert.Matches(@"shop m1: track, accepted [0-9: Z-]+\n  segment +pending\n", (await EdgeProcess.RunAsync(["trace", "shop", "m1", .. where])).Output);
        Assert.Contains("404", (await EdgeProcess.RunAsync(["trace", "shop", "m/2", .. where])).Output, StringComparison.Ordinal);
        Assert.Equal((0, "done\n"), await EdgeProcess.RunAsync(["destinations", "pause", "shop", "segment", .. where]));
        Assert.StartsWith("shop/segment (segment): paused, 1 pending", (await EdgeProcess.RunAsync(["destinations", .. where])).Output, StringComparison.Ordinal);
        Assert.Contains("at least 1", (await EdgeProcess.RunAsync(["destinations", "skip", "shop", "segment", "--count", "0", .. where])).Output, StringComparison.Ordinal);
        Assert.Equal((0, "done\n"), await EdgeProcess.RunAsync(["destinations", "skip", "shop", "segment", "--count", "1", .. where]));
        Assert.Equal((0, "done\n"), await EdgeProcess.RunAsync(["destinations", "skip", "shop", "segment", .. where]));
        Assert.Equal((0, "done\n"), await EdgeProcess.RunAsync(["destinations", "resume", "shop", "segment", .. where]));
        var (code, output) = await EdgeProcess.RunAsync(["destinations", "pause", "shop", "nobody", .. where]);
        Assert.Equal(1, code);
        Assert.Contains("no such destination", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commands_replay_events_and_say_how_far_they_are()
    {
        var received = new ConcurrentQueue<JsonNode>();
        await using var site = await LocalSite.StartAsync(app => app.MapPost("/v1/batch", async (HttpRequest request) =>
        {
            foreach (var one in (await JsonNode.ParseAsync(request.Body))!["batch"]!.AsArray())
            {
                received.Enqueue(one!);
            }
        }));
        var run = EdgeArguments.For(_folder, site.Url, site.Url, "Log:Retain=1d");
        await using var edge = await EdgeProcess.StartAsync(run);
        await SendAsync(edge, "t", """{"event":"E","anonymousId":"a1","messageId":"m1"}""");
        await SendAsync(edge, "p", """{"name":"P","anonymousId":"a1","messageId":"m2"}""");
        string[] where = [.. run.Skip(1), "--set", "Gatehouse:Admin:Listen=" + edge.AdminUrl];
        await ShowsAsync("shop/segment (segment): well, 0 pending", "destinations");

        Assert.Matches(@"^1  shop/segment  (running|done) [0-9.]+%, at most 50/s", await ShowsAsync("shop/segment", "replay", "start", "shop", "segment", "--from", "1h", "--type", "track", "--rate", "50"));
        await ShowsAsync("1  shop/segment  done 100.0%, at most 50/s: 1 sent, 0 filtered, 0 dead, 0 lost", "replay", "show", "1");
        await ShowsAsync("1  shop/segment  done", "replay", "list");
        await ShowsAsync("It is not running.", "replay", "pause", "1");
        await ShowsAsync("no such replay", "replay", "show", "7");
        await ShowsAsync("no such destination", "replay", "start", "shop", "nobody");
        await ShowsAsync("visitor is user_id:", "replay", "start", "shop", "segment", "--visitor", "u1");
        await ShowsAsync("from is no time", "replay", "start", "shop", "segment", "--from", "yesterday");

        Assert.Equal(["m1", "m2", "m1 replay"], received.Select(static one => one["messageId"] + ((bool?)one["context"]?["replay"] == true ? " replay" : string.Empty)));

        async Task<string> ShowsAsync(string text, params string[] command)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            while (true)
            {
                var (_, output) = await EdgeProcess.RunAsync([.. command, .. where]);
                if (output.Contains(text, StringComparison.Ordinal))
                {
                    return output;
                }

                Assert.False(limit.IsCancellationRequested, output);
            }
        }
    }

    private string TokenFile() => Directory.EnumerateFiles(_folder.Path, "admin.token", SearchOption.AllDirectories).Single();

    private string Token() => File.ReadAllText(TokenFile()).Trim();

    private async Task SendAsync(EdgeProcess edge, string method, string json)
    {
        using var answer = await _client.PostAsync(new Uri($"{edge.Url}/seg/events/{method}"), new StringContent(json), Cancel);
        answer.EnsureSuccessStatusCode();
    }

    private async Task<JsonNode> UntilAsync(EdgeProcess edge, string path, Func<JsonNode, bool> isThere)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            var json = await ReadAsync(edge, path);
            if (isThere(json))
            {
                return json;
            }

            await Task.Delay(20, limit.Token);
        }
    }

    private async Task<JsonNode> ReadAsync(EdgeProcess edge, string path)
    {
        using var answer = await AskAsync(edge, "/v1/spaces/shop/collections/users/profiles/" + path, Token());
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancel))!;
    }

    private async Task<HttpResponseMessage> AskAsync(EdgeProcess edge, string path, string token, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, new Uri(edge.AdminUrl + path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(token + ":")));
        return await _client.SendAsync(request, Cancel);
    }
}
