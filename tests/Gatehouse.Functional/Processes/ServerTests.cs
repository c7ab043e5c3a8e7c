using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Gatehouse.Functional.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Functional.Processes;

/// <summary>The published program from outside: commands, listeners, signals, kills.</summary>
public sealed class ServerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _client = new(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None, UseCookies = false });

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_natively_compiled_server_instruments_a_page()
    {
        await using var site = await LocalSite.StartAsync(static app => app.MapGet("/", static (HttpContext context) =>
        {
            context.Response.ContentType = "text/html";
            return context.Response.WriteAsync("<!DOCTYPE html><html><head><title>t</title></head><body>hello</body></html>");
        }));
        await using var edge = await EdgeProcess.StartAsync(EdgeArguments.For(_folder, site.Url));

        var page = await _client.GetStringAsync(edge.Url, Cancel);

        Assert.Matches("^<!DOCTYPE html><html><head><title>t</title><script>.+_writeKey=.+</script></head><body>hello</body></html>$", page);
    }

    [Fact]
    public async Task Health_is_told_on_the_admin_listener_and_nowhere_else()
    {
        await using var site = await LocalSite.StartAsync(static app => app.MapFallback(static (HttpContext context) =>
        {
            context.Response.ContentType = context.Request.Path == "/page" ? "text/html" : "text/plain";
            return context.Response.WriteAsync("origin");
        }));
        await using var edge = await EdgeProcess.StartAsync(EdgeArguments.For(_folder, site.Url));

        Assert.Equal("Healthy", await _client.GetStringAsync(edge.AdminUrl + "/health/live", Cancel));
        Assert.Equal("Healthy", await _client.GetStringAsync(edge.AdminUrl + "/health/ready", Cancel));
        Assert.Equal("origin", await _client.GetStringAsync(edge.Url + "/health/live", Cancel));
        using var instrumented = await _client.GetAsync(new Uri(edge.Url + "/page"), Cancel);
        Assert.Contains("gatehouse_pages_total", await _client.GetStringAsync(edge.AdminUrl + "/metrics", Cancel), StringComparison.Ordinal);
        using var page = await _client.GetAsync(new Uri(edge.AdminUrl + "/"), Cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, page.StatusCode);
    }

    [Fact]
    public async Task SIGTERM_stops_accepting_and_lets_the_request_in_flight_end()
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var site = await LocalSite.StartAsync(app => app.MapGet("/slow", async (HttpContext context) =>
        {
            entered.SetResult();
            await go.Task;
            await context.Response.WriteAsync("done");
        }));
        await using var edge = await EdgeProcess.StartAsync(EdgeArguments.For(_folder, site.Url));
        var slow = _client.GetStringAsync(edge.Url + "/slow", Cancel);
        await entered.Task.WaitAsync(Cancel);

        edge.Terminate();
        await WaitUntilRefusedAsync(new(edge.Url));
        Assert.Null(edge.ExitCode);
        go.SetResult();

        Assert.Equal("done", await slow);
        Assert.Equal(0, await edge.WaitForExitAsync());
    }

    [Fact]
    public async Task A_changed_file_is_taken_and_a_broken_one_changes_nothing()
    {
        await using var site = await LocalSite.StartAsync(static app => app.MapFallback(static (HttpContext context) => context.Response.WriteAsync("origin")));
        var file = _folder.File("gatehouse.json");
        await WriteAsync("one.example");
        await using var edge = await EdgeProcess.StartAsync("run", "--config", file);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("one.example"));
        Assert.Equal(HttpStatusCode.MisdirectedRequest, await StatusAsync("two.example"));

        await File.WriteAllTextAsync(file, "{ broken", Cancel);
        await edge.WaitForOutputAsync("is not valid JSON");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("one.example"));

        await WriteAsync("two.example");
        await edge.WaitForOutputAsync("The configuration was reloaded");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("two.example"));
        Assert.Equal(HttpStatusCode.MisdirectedRequest, await StatusAsync("one.example"));

        Task WriteAsync(string host) => File.WriteAllTextAsync(
            file,
            $$$$$"""
            { "Gatehouse": { "Listen": "http://127.0.0.1:0", "Admin": { "Listen": "http://127.0.0.1:0" }, "Data": "{{{{{_folder.File("data")}}}}}",
              "Sites": { "shop": { "Hosts": "{{{{{host}}}}}", "Origin": "{{{{{site.Url}}}}}" } } } }
            """,
            Cancel);

        async Task<HttpStatusCode> StatusAsync(string host)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, edge.Url) { Headers = { Host = host } };
            using var answer = await _client.SendAsync(request, Cancel);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task HTTPS_speaks_HTTP2_and_takes_a_renewed_certificate_without_a_restart()
    {
        await using var site = await LocalSite.StartAsync(static app => app.MapFallback(static (HttpContext context) => context.Response.WriteAsync(context.Request.Headers["X-Forwarded-Proto"].ToString())));
        var certificate = SelfSigned.WriteTo(_folder, "first.shop.example");
        await using var edge = await EdgeProcess.StartAsync(EdgeArguments.For(
            _folder, site.Url, null, "Listen=https://127.0.0.1:0", "Certificate:Path=" + certificate));

        Assert.Equal((HttpVersion.Version20, "https", "CN=first.shop.example"), await AskAsync());
        SelfSigned.WriteTo(_folder, "second.shop.example");
        await edge.WaitForOutputAsync("The certificate was read again");
        Assert.Equal((HttpVersion.Version20, "https", "CN=second.shop.example"), await AskAsync());

        async Task<(Version Version, string Body, string? Subject)> AskAsync()
        {
            string? subject = null;
            using var handler = new SocketsHttpHandler();
            handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => (subject = shown?.Subject) is not null;
            using var client = new HttpClient(handler) { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
            using var answer = await client.GetAsync(edge.Url, Cancel);
            return (answer.Version, await answer.Content.ReadAsStringAsync(Cancel), subject);
        }
    }

    [Fact]
    public async Task A_gigabyte_goes_up_in_bounded_memory()
    {
        const long size = 1L << 30;
        await using var site = await LocalSite.StartAsync(static app => app.MapPost("/upload", static async (HttpContext context) =>
        {
            long total = 0;
            var buffer = new byte[1 << 16];
            while (await context.Request.Body.ReadAsync(buffer, context.RequestAborted) is > 0 and var read)
            {
                total += read;
            }

            await context.Response.WriteAsync(total.ToString(System.Globalization.CultureInfo.InvariantCulture), context.RequestAborted);
        }));
        await using var edge = await EdgeProcess.StartAsync(EdgeArguments.For(_folder, site.Url));
        using var body = new StreamContent(new ZeroStream(size));
        using var answer = await _client.PostAsync(edge.Url + "/upload", body, Cancel);

        Assert.Equal(size.ToString(System.Globalization.CultureInfo.InvariantCulture), await answer.Content.ReadAsStringAsync(Cancel));
        Assert.InRange(edge.PeakMemory, 1, 200L << 20);
    }

    [Fact]
    public async Task A_pushed_profile_that_was_confirmed_is_there_after_a_kill()
    {
        await using var site = await LocalSite.StartShopAsync();
        var arguments = EdgeArguments.For(_folder, site.Url);
        await using (var edge = await EdgeProcess.StartAsync(arguments))
        {
            using var push = new HttpRequestMessage(HttpMethod.Post, edge.Url + "/seg/personas")
            {
                Headers = { Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String("u:p"u8)) },
                Content = new StringContent("""{"type":"identify","userId":"u1","traits":{"red_group":true},"context":{"personas":{"computation_class":"audience"}}}""", Encoding.UTF8, "application/json"),
            };
            using var answer = await _client.SendAsync(push, Cancel);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            await edge.KillAsync();
        }

        await using var again = await EdgeProcess.StartAsync(arguments);
        using var request = new HttpRequestMessage(HttpMethod.Get, again.Url) { Headers = { { "Cookie", "ajs_user_id=u1" } } };
        using var page = await _client.SendAsync(request, Cancel);

        Assert.Contains("data-theme=\"red\"", await page.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.True(page.Headers.CacheControl?.Private);
    }

    [Fact]
    public async Task A_taken_port_is_named()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        var (exitCode, output) = await EdgeProcess.RunAsync(EdgeArguments.For(_folder, "http://127.0.0.1:1", null, $"Listen=http://127.0.0.1:{port}"));

        Assert.Equal(1, exitCode);
        Assert.Contains($"127.0.0.1:{port}", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Data_folder_that_cannot_be_used_is_named()
    {
        var file = _folder.File("a-file");
        await File.WriteAllTextAsync(file, string.Empty, Cancel);

        var (exitCode, output) = await EdgeProcess.RunAsync(EdgeArguments.For(_folder, "http://127.0.0.1:1", null, "Data=" + file));

        Assert.Equal(1, exitCode);
        Assert.Contains(file, output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Data_folder_serves_one_process_at_a_time()
    {
        var arguments = EdgeArguments.For(_folder, "http://127.0.0.1:1");
        await using var first = await EdgeProcess.StartAsync(arguments);

        var (exitCode, output) = await EdgeProcess.RunAsync(arguments);

        Assert.Equal(1, exitCode);
        Assert.Contains(_folder.Path, output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_tells_every_error_and_run_refuses_to_serve_them()
    {
        var file = _folder.File("bad.json");
        await File.WriteAllTextAsync(file, """{ "Gatehouse": { "Durabilty": "fsync", "Sites": { "shop": { "Hosts": "*", "Origin": "nowhere" } } } }""", Cancel);

        foreach (var command in new[] { "check", "run" })
        {
            var (exitCode, output) = await EdgeProcess.RunAsync(command, "--config", file);

            Assert.Equal(1, exitCode);
            Assert.Contains("Gatehouse:Durabilty: is not a known key; did you mean Durability?", output, StringComparison.Ordinal);
            Assert.Contains("Gatehouse:Sites:shop:Origin: 'nowhere'", output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Version_and_help_answer()
    {
        var (versionCode, version) = await EdgeProcess.RunAsync("version");
        var (helpCode, help) = await EdgeProcess.RunAsync("--help");

        Assert.Equal((0, 0), (versionCode, helpCode));
        Assert.StartsWith("gatehouse 0.", version, StringComparison.Ordinal);
        Assert.All(["run", "demo", "check", "version"], command => Assert.Contains(command, help, StringComparison.Ordinal));
    }

    public void Dispose()
    {
        _client.Dispose();
        _folder.Dispose();
    }

    private static async Task WaitUntilRefusedAsync(Uri url)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            using var probe = new TcpClient();
            try
            {
                await probe.ConnectAsync(url.Host, url.Port, limit.Token);
            }
            catch (SocketException)
            {
                return;
            }
        }
    }
}
