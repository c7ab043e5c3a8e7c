namespace Gatehouse.Events;

/// <summary>Where accepted events go. The one seam between collecting an event and everything that happens to it afterwards.</summary>
internal interface IEventSink
{
    /// <summary>Takes a batch over. The answer is success when, and only when, all of it is taken.</summary>
    ValueTask<SinkAnswer> AppendAsync(EventBatch batch, CancellationToken cancellationToken);
}
