using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Tests.Harness;

/// <summary>A tracking API that answers what the test says and keeps what it was sent.</summary>
internal sealed class TestTrackingApi : IAsyncDisposable
{
    private readonly TestOrigin _server;

    private TestTrackingApi(TestOrigin server, ConcurrentQueue<(SeenRequest Request, JsonObject Body)> received)
    {
        _server = server;
        Received = received;
    }

    /// <summary>What it was sent, in order of arrival.</summary>
    public ConcurrentQueue<(SeenRequest Request, JsonObject Body)> Received { get; }

    /// <summary>The setting that makes a site deliver to it.</summary>
    public (string Key, string? Value) Setting => ("Segment:TrackingApi", _server.Url + "/v1");

    /// <summary>All events that it was sent, alone or in batches.</summary>
    public IEnumerable<JsonObject> Events => Received.SelectMany(static received =>
        received.Body["batch"] is JsonArray batch ? batch.Select(static one => one!.AsObject()) : [received.Body]);

    /// <summary>The only event that it was sent.</summary>
    public JsonObject OnlyEvent => Assert.Single(Events);

    /// <summary>Starts it.</summary>
    /// <param name="answer">Answers after the body was read. Null: 200.</param>
    public static async Task<TestTrackingApi> StartAsync(RequestDelegate? answer = null)
    {
        var received = new ConcurrentQueue<(SeenRequest, JsonObject)>();
        var server = await TestOrigin.StartAsync(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            received.Enqueue((SeenRequest.Of(context.Request), JsonSerializer.Deserialize<JsonObject>(body.ToArray())!));
            await (answer?.Invoke(context) ?? Task.CompletedTask);
        });
        return new(server, received);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
