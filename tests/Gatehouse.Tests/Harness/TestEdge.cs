using System.Net.Sockets;
using System.Text;
using Gatehouse.Events;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Tests.Harness;

/// <summary>The edge on a loopback port, put together as an application does it, in front of a test's origin.</summary>
internal sealed class TestEdge : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _data;

    private TestEdge(WebApplication app, string data)
    {
        _app = app;
        _data = data;
        Url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        var direct = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, AutomaticDecompression = System.Net.DecompressionMethods.None };
        Client = new(new DeliveryAwaiter(app.Services.GetRequiredService<IEventLog>(), () => Configuration["Gatehouse:Sites:shop:Segment:TrackingApi"] is not null, direct))
        {
            BaseAddress = new(Url),
        };
    }

    /// <summary>Its address, without a path.</summary>
    public string Url { get; }

    /// <summary>
    /// A client that follows, keeps and decodes nothing. When it comes back, the site's tracking API, if there is one, has what was
    /// taken.
    /// </summary>
    public HttpClient Client { get; }

    /// <summary>The edge's services, for what cannot be seen from outside.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>The configuration, to change and reload.</summary>
    public IConfigurationRoot Configuration => (IConfigurationRoot)_app.Configuration;

    /// <summary>Starts an edge with one site, <c>shop</c>, for every host.</summary>
    /// <param name="origin">The site's origin. Null: none, the application answers itself.</param>
    /// <param name="settings">More settings, or others, as pairs of key below <c>Gatehouse:Sites:shop</c> (or a whole key) and value.</param>
    /// <param name="configure">What is added in code.</param>
    /// <param name="build">Changes the application's services before it is built.</param>
    /// <param name="map">Maps endpoints of the application's own.</param>
    /// <param name="log">The log. Null: the edge's own, on disk.</param>
    /// <param name="protocols">What the listener speaks. It has no TLS, so HTTP/2 only by prior knowledge.</param>
    public static async Task<TestEdge> StartAsync(
        TestOrigin? origin = null,
        IEnumerable<(string Key, string? Value)>? settings = null,
        Action<EdgeBuilder>? configure = null,
        Action<WebApplicationBuilder>? build = null,
        Action<WebApplication>? map = null,
        IEventLog? log = null,
        HttpProtocols protocols = HttpProtocols.Http1)
    {
        var data = Directory.CreateTempSubdirectory("gatehouse-test-").FullName;
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["Gatehouse:Data"] = data,
            ["Gatehouse:Sites:shop:Hosts:0"] = "*",
            ["Gatehouse:Sites:shop:WriteKey"] = "WRITEKEY123",
            ["Gatehouse:Sites:shop:Origin"] = origin?.Url,
        };
        foreach (var (key, value) in settings ?? [])
        {
            values[key.StartsWith("Gatehouse:", StringComparison.Ordinal) ? key : "Gatehouse:Sites:shop:" + key] = value;
        }

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(values);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = protocols));
        builder.AddGatehouse();
        if (log is not null)
        {
            builder.Services.AddSingleton(log);
        }

        build?.Invoke(builder);
        var app = builder.Build();
        app.UseGatehouse(configure);
        map?.Invoke(app);
        app.MapOrigin();
        await app.StartAsync();
        return new(app, data);
    }

    /// <summary>Sends bytes as they are and reads until the edge closes: for what no client would send.</summary>
    public async Task<string> SendRawAsync(string request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(new Uri(Url).Host, new Uri(Url).Port);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        using var answer = new MemoryStream();
        await stream.CopyToAsync(answer);
        return Encoding.Latin1.GetString(answer.ToArray());
    }

    /// <summary>Waits until the site's tracking API has what was taken so far.</summary>
    public Task DeliveredAsync() => DeliveryAwaiter.WaitAsync(Services.GetRequiredService<IEventLog>());

    /// <summary>Stops as on SIGTERM: what is under way ends.</summary>
    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }
}
