using System.Net.Http.Headers;
using System.Text;

namespace Gatehouse.Functional.Harness;

/// <summary>The shop, the stand-in tracking API and the edge in front of them.</summary>
internal sealed class EdgeSetup : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private LocalSite? _shop;
    private LocalSite? _trackingApi;
    private EdgeProcess? _edge;
    private ReceivedEvents? _events;

    private EdgeSetup()
    {
    }

    /// <summary>The edge.</summary>
    public EdgeProcess Edge => _edge!;

    /// <summary>What arrived at the tracking API.</summary>
    public ReceivedEvents Events => _events!;

    /// <summary>The shop's address for a browser.</summary>
    public string Url { get; private set; } = string.Empty;

    /// <summary>Starts it over http, or over https with a certificate of its own.</summary>
    public static async Task<EdgeSetup> StartAsync(bool https = false, params IEnumerable<string> more)
    {
        var setup = new EdgeSetup();
        try
        {
            setup._shop = await LocalSite.StartShopAsync();
            setup._trackingApi = await LocalSite.StartTrackingApiAsync();
            setup._events = new(setup._trackingApi);
            var arguments = EdgeArguments.For(setup._folder, setup._shop.Url, setup._trackingApi.Url, more);
            if (https)
            {
                arguments.AddRange(["--set", "Gatehouse:Listen=https://127.0.0.1:0", "--set", "Gatehouse:Certificate:Path=" + SelfSigned.WriteTo(setup._folder)]);
            }

            setup._edge = await EdgeProcess.StartAsync(arguments);
            setup.Url = setup._edge.Url.Replace("127.0.0.1", "www.shop.example", StringComparison.Ordinal);
            return setup;
        }
        catch
        {
            await setup.DisposeAsync();
            throw;
        }
    }

    /// <summary>Pushes a trait of a user, as an audience tool does.</summary>
    public async Task PushAsync(string user, string trait)
    {
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator };
        using var client = new HttpClient(handler);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String("u:p"u8));
        using var body = new StringContent(
            $$$$"""{"type":"identify","userId":"{{{{user}}}}","traits":{"{{{{trait}}}}":true},"context":{"personas":{"computation_class":"audience"}}}""",
            Encoding.UTF8,
            "application/json");
        using var answer = await client.PostAsync(new Uri(Edge.Url + "/seg/profiles"), body);
        answer.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        _events?.Dispose();
        foreach (var part in new IAsyncDisposable?[] { _edge, _trackingApi, _shop })
        {
            if (part is not null)
            {
                await part.DisposeAsync();
            }
        }

        _folder.Dispose();
    }
}
