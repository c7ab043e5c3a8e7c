using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Postgres.Tests;

/// <summary>An edge that delivers into a schema, put together as an application does it.</summary>
internal sealed class PostgresEdge : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _data;
    private readonly HttpClient _client;

    private PostgresEdge(WebApplication app, string data) =>
        (_app, _data, _client) = (app, data, new() { BaseAddress = new(app.Urls.Single()) });

    /// <summary>Starts it.</summary>
    /// <param name="server">Where to deliver.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="settings">More settings of the destination.</param>
    public static async Task<PostgresEdge> StartAsync(PostgresServer server, string schema, params IEnumerable<(string Key, string Value)> settings)
    {
        const string Destination = "Gatehouse:Sites:shop:Destinations:warehouse:";
        var data = Directory.CreateTempSubdirectory("gatehouse-test-").FullName;
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["Gatehouse:Data"] = data,
            ["Gatehouse:Sites:shop:Hosts:0"] = "*",
            ["Gatehouse:Sites:shop:WriteKey"] = "WRITEKEY123",
            [Destination + "Type"] = "postgres",
            [Destination + "ConnectionString"] = server.ConnectionString,
            [Destination + "Schema"] = schema,
            [Destination + "Batch:Age"] = "0s",
        };
        foreach (var (key, value) in settings)
        {
            values[Destination + key] = value;
        }

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(values);
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.AddGatehouse();
        builder.AddPostgres();
        var app = builder.Build();
        app.UseGatehouse();
        await app.StartAsync();
        return new(app, data);
    }

    /// <summary>Sends a track event, which is taken.</summary>
    public async Task TrackAsync(string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await _client.PostAsync(new Uri("/seg/events/track", UriKind.Relative), content);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }
}
