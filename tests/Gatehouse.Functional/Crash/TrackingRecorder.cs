using System.Text.Json;
using Gatehouse.Functional.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Functional.Crash;

/// <summary>A tracking API that remembers the message ids that it has acknowledged, in their order, and can be down.</summary>
internal sealed class TrackingRecorder : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly List<string> _ids = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private LocalSite? _site;
    private volatile bool _isDown;

    /// <summary>Its address.</summary>
    public string Url => _site!.Url;

    /// <summary>Whether it answers 503 to everything.</summary>
    public bool IsDown
    {
        get => _isDown;
        set => _isDown = value;
    }

    /// <summary>How many requests it has turned away.</summary>
    public int TurnedAway { get; private set; }

    public static async Task<TrackingRecorder> StartAsync()
    {
        var recorder = new TrackingRecorder();
        recorder._site = await LocalSite.StartAsync(app => app.MapPost("/v1/{type}", recorder.TakeAsync));
        return recorder;
    }

    /// <summary>The ids so far, repeats included.</summary>
    public List<string> Ids()
    {
        lock (_lock)
        {
            return [.. _ids];
        }
    }

    /// <summary>Waits until it has all of some ids.</summary>
    public async Task WaitForAsync(IReadOnlyCollection<string> wanted)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            lock (_lock)
            {
                if (_seen.Count >= wanted.Count && wanted.All(_seen.Contains))
                {
                    return;
                }
            }

            try
            {
                await Task.Delay(20, limit.Token);
            }
            catch (OperationCanceledException)
            {
                var here = Ids().ToHashSet(StringComparer.Ordinal);
                throw new TimeoutException($"{wanted.Count(id => !here.Contains(id))} of {wanted.Count} acknowledged events did not arrive, {wanted.FirstOrDefault(id => !here.Contains(id))} for one.");
            }
        }
    }

    public ValueTask DisposeAsync() => _site!.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        lock (_lock)
        {
            if (_isDown)
            {
                TurnedAway++;
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                return;
            }

            var ids = body.RootElement.TryGetProperty("batch", out var batch)
                ? batch.EnumerateArray().Select(static one => one.GetProperty("messageId").GetString()!).ToList()
                : [body.RootElement.GetProperty("messageId").GetString()!];
            _ids.AddRange(ids);
            _seen.UnionWith(ids);
        }
    }
}
