using System.Collections.Concurrent;
using Gatehouse.Delivery;

namespace Gatehouse.Tests.Delivery.Readers;

/// <summary>A destination that does what the test says, and keeps what it has taken.</summary>
internal sealed class RecordedDestination(Func<DeliveryBatch, DeliveryResult> answer) : IDestination
{
    /// <summary>Every batch that it was sent.</summary>
    public ConcurrentQueue<(DeliveryBatch Batch, DeliveryResult Result)> Sent { get; } = new();

    /// <summary>The events that it has taken, in their order.</summary>
    public IEnumerable<DeliveryEvent> Taken => Sent.SelectMany(static sent => sent.Batch.Events.Where((_, index) =>
        (sent.Result.Events is { } events ? events[index].Verdict : sent.Result.Verdict) == DeliveryVerdict.Delivered));

    public async ValueTask<DeliveryResult> SendAsync(DeliveryBatch batch, CancellationToken cancellationToken)
    {
        await Task.Yield();
        var result = answer(batch);
        Sent.Enqueue((batch, result));
        return result;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
