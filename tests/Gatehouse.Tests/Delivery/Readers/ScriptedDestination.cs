using System.Collections.Concurrent;
using Gatehouse.Delivery;

namespace Gatehouse.Tests.Delivery.Readers;

/// <summary>A kind of destination whose answers a test gives; it keeps what it has taken.</summary>
internal sealed class ScriptedDestination(Func<DeliveryBatch, DeliveryResult> answer) : DestinationType<ScriptedDestination.Settings>
{
    public override string Name => "scripted";

    /// <summary>What was delivered, in order.</summary>
    public ConcurrentQueue<DeliveryEvent> Taken { get; } = new();

    protected override Settings Read(DestinationOptionsReader settings) => new(settings.Text("Mark"));

    protected override IDestination Create(Settings options, DestinationContext context) => new Instance(this, answer);

    /// <summary>Nothing but a mark that makes settings differ.</summary>
    internal sealed record Settings(string? Mark);

    private sealed class Instance(ScriptedDestination type, Func<DeliveryBatch, DeliveryResult> answer) : IDestination
    {
        public ValueTask<DeliveryResult> SendAsync(DeliveryBatch batch, CancellationToken cancellationToken)
        {
            var result = answer(batch);
            for (var i = 0; i < batch.Events.Count; i++)
            {
                if ((result.Events?[i].Verdict ?? result.Verdict) == DeliveryVerdict.Delivered)
                {
                    type.Taken.Enqueue(batch.Events[i]);
                }
            }

            return new(result);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
