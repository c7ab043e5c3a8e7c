using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Tests.Harness;

/// <summary>A real server on a loopback port that answers what the test says and remembers what it was asked.</summary>
internal sealed class TestOrigin : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestOrigin(WebApplication app) => _app = app;

    /// <summary>Its address, without a path.</summary>
    public string Url { get; private set; } = string.Empty;

    /// <summary>What it was asked, in order of arrival.</summary>
    public ConcurrentQueue<SeenRequest> Seen { get; } = new();

    public static async Task<TestOrigin> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel =>
        {
            kestrel.Listen(System.Net.IPAddress.Loopback, 0);
            kestrel.Limits.MaxRequestBodySize = null;
        });
        var app = builder.Build();
        var origin = new TestOrigin(app);
        app.UseWebSockets();
        app.Run(async context =>
        {
            origin.Seen.Enqueue(SeenRequest.Of(context.Request));
            await answer(context);
        });
        await app.StartAsync();
        origin.Url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return origin;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
