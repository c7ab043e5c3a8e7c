using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Gatehouse.Samples.Shop;
using Gatehouse.Server.Hosting;

namespace Gatehouse.Server.Demo;

/// <summary>The demo's three servers in one process: the shop, the stand-in tracking API, and the edge in front of both.</summary>
internal sealed class DemoHost : IAsyncDisposable
{
    /// <summary>Credentials of the demo's profile webhook, printed in its guide; the demo listens on loopback only.</summary>
    public const string WebhookUser = "demo";

    /// <inheritdoc cref="WebhookUser"/>
    public const string WebhookPassword = "demo";

    private readonly List<IAsyncDisposable> _parts = [];
    private readonly DemoFolder _data = DemoFolder.Make();
    private WebApplication? _edge;

    private DemoHost()
    {
    }

    /// <summary>Starts all of it.</summary>
    /// <exception cref="IOException">A port is taken; the message names it.</exception>
    public static async Task<DemoHost> StartAsync(DemoPorts ports, CancellationToken cancel)
    {
        var demo = new DemoHost();
        try
        {
            await demo.StartSiteAsync(ports.Shop, ShopSite.Map, cancel);
            var shop = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{ports.Edge}"));
            await demo.StartSiteAsync(ports.Events, app => TrackingApiStub.Map(app, shop), cancel);
            await demo.StartEdgeAsync(ports, cancel);
            await IntroduceCustomersAsync(ports, cancel);
            return demo;
        }
        catch
        {
            await demo.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits for Ctrl+C or SIGTERM.</summary>
    public Task WaitForShutdownAsync() => _edge!.WaitForShutdownAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        for (var i = _parts.Count - 1; i >= 0; i--)
        {
            await _parts[i].DisposeAsync();
        }

        _data.Dispose();
    }

    private async Task StartSiteAsync(int port, Action<WebApplication> map, CancellationToken cancel)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        var site = builder.Build();
        _parts.Add(site);
        map(site);
        await site.StartAsync(cancel);
    }

    private async Task StartEdgeAsync(DemoPorts ports, CancellationToken cancel)
    {
        var sources = ConfigurationSources.OfSettings(Settings(ports, _data.Path));
        _parts.Add(sources);
        _edge = EdgeHost.Build(sources);
        _parts.Add(_edge);
        await _edge.StartAsync(cancel);
    }

    private static IEnumerable<string> Settings(DemoPorts ports, string data)
    {
        const string site = "Gatehouse:Sites:shop:";
        yield return Invariant($"Gatehouse:Listen=http://127.0.0.1:{ports.Edge}");
        yield return Invariant($"Gatehouse:Admin:Listen=http://127.0.0.1:{ports.Admin}");
        yield return $"Gatehouse:Data={data}";
        yield return site + "Hosts:0=*";
        yield return site + Invariant($"Origin=http://127.0.0.1:{ports.Shop}");
        yield return site + "WriteKey=demo-write-key";
        yield return site + Invariant($"Segment:TrackingApi=http://127.0.0.1:{ports.Events}/v1");
        yield return site + $"ProfileWebhook:Username={WebhookUser}";
        yield return site + $"ProfileWebhook:Password={WebhookPassword}";
        yield return site + "ComputedTraits:views_1h:Compute=count";
        yield return site + "ComputedTraits:views_1h:When:Event=Product Viewed";
        yield return site + "ComputedTraits:views_1h:Window=1h";
        yield return site + "Audiences:interested:When:Trait=views_1h";
        yield return site + "Audiences:interested:When:GreaterOrEqual=3";
        yield return site + "Variations:0:Path=/";
        yield return site + "Variations:0:Serve:0:When:Trait=red_group";
        yield return site + "Variations:0:Serve:0:Path=/red";
        yield return site + "Variations:0:Serve:1:When:Trait=green_group";
        yield return site + "Variations:0:Serve:1:Path=/green";
        yield return site + "Variations:0:Serve:2:When:Trait=interested";
        yield return site + "Variations:0:Serve:2:Path=/interested";

        static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Pushes the two customers of the shop's sign-in page, the way an audience tool does.</summary>
    private static async Task IntroduceCustomersAsync(DemoPorts ports, CancellationToken cancel)
    {
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{WebhookUser}:{WebhookPassword}")));
        foreach (var (user, trait) in new[] { ("red-customer", "red_group"), ("green-customer", "green_group") })
        {
            using var push = new StringContent(
                $$$$"""{"type":"identify","userId":"{{{{user}}}}","traits":{"{{{{trait}}}}":true},"context":{"personas":{"computation_class":"audience","computation_key":"{{{{trait}}}}"}}}""",
                Encoding.UTF8,
                "application/json");
            using var answer = await client.PostAsync(new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{ports.Edge}/seg/profiles")), push, cancel);
            answer.EnsureSuccessStatusCode();
        }
    }
}
