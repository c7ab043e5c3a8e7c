using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Conformance.Delivery;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Tests.Harness;

/// <summary>A server that takes events over HTTP, keeps what it took, and fails as it is told.</summary>
internal sealed class TestReceiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<ArrivedEvent> _arrived = new();
    private readonly ConcurrentQueue<(SeenRequest Request, byte[] Body)> _received = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _awaited = new(StringComparer.Ordinal);
    private readonly HashSet<string> _refused = [];
    private TestOrigin? _server;
    private TaskCompletionSource? _held;
    private TaskCompletionSource? _release;
    private int _failures;

    /// <summary>Its address.</summary>
    public string Url => _server!.Url + "/in";

    /// <summary>The events that it took, in order.</summary>
    public IReadOnlyList<ArrivedEvent> Arrived => [.. _arrived];

    /// <summary>The requests that it got, in order, with their bodies unpacked.</summary>
    public IReadOnlyList<(SeenRequest Request, byte[] Body)> Received => [.. _received];

    public static async Task<TestReceiver> StartAsync()
    {
        var receiver = new TestReceiver();
        receiver._server = await TestOrigin.StartAsync(receiver.AnswerAsync);
        return receiver;
    }

    /// <summary>Ends when it has taken an event.</summary>
    public Task ArrivedAsync(string messageId) => Awaited(messageId).Task;

    /// <summary>Takes the next request, and breaks its connection in place of an answer.</summary>
    public void FailNext() => Interlocked.Increment(ref _failures);

    /// <summary>Answers 400 whenever this event is in a request, and repeats in its answer what it was sent.</summary>
    public void Refuse(string messageId)
    {
        lock (_refused)
        {
            _refused.Add(messageId);
        }
    }

    /// <summary>Takes no more and answers no more until it is released. Ends when it holds a request.</summary>
    public Task Hold()
    {
        _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _release, new(TaskCreationOptions.RunContinuationsAsynchronously));
        return _held.Task;
    }

    /// <summary>Ends the holding. What is held is dropped.</summary>
    public void Release() => Interlocked.Exchange(ref _release, null)?.SetResult();

    public ValueTask DisposeAsync()
    {
        Release();
        return _server!.DisposeAsync();
    }

    private static async Task<byte[]> BodyAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await using var unpacked = request.Headers.ContentEncoding == "gzip" ? new GZipStream(request.Body, CompressionMode.Decompress) : request.Body;
        await unpacked.CopyToAsync(body, request.HttpContext.RequestAborted);
        return body.ToArray();
    }

    private static IEnumerable<JsonElement> Events(JsonElement body) => body switch
    {
        { ValueKind: JsonValueKind.Array } => body.EnumerateArray(),
        { ValueKind: JsonValueKind.Object } when body.TryGetProperty("batch", out var batch) => batch.EnumerateArray(),
        _ => [body],
    };

    private async Task AnswerAsync(HttpContext context)
    {
        var body = await BodyAsync(context.Request);
        _received.Enqueue((SeenRequest.Of(context.Request), body));
        if (Volatile.Read(ref _release) is { } release)
        {
            _held!.TrySetResult();
            await release.Task;
            context.Abort();
            return;
        }

        using var document = JsonDocument.Parse(body);
        var events = Events(document.RootElement).Select(static one => new ArrivedEvent(one.GetProperty("messageId").GetString()!, one.GetRawText())).ToList();
        if (IsRefused(events))
        {
            context.Response.StatusCode = 400;
            await context.Response.WriteAsJsonAsync(new JsonObject { ["sent"] = context.Request.Headers.Authorization.ToString() });
            return;
        }

        foreach (var one in events)
        {
            _arrived.Enqueue(one);
            Awaited(one.MessageId).TrySetResult();
        }

        if (Interlocked.Exchange(ref _failures, 0) > 0)
        {
            context.Abort();
        }
    }

    private TaskCompletionSource Awaited(string messageId) =>
        _awaited.GetOrAdd(messageId, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously));

    private bool IsRefused(List<ArrivedEvent> events)
    {
        lock (_refused)
        {
            return events.Exists(one => _refused.Contains(one.MessageId));
        }
    }
}
