namespace Gatehouse.Events;

/// <summary>Where accepted events go. The one seam between collecting an event and everything that happens to it afterwards.</summary>
internal interface IEventSink
{
    /// <summary>Takes a batch over. The answer is success when, and only when, all of it is taken.</summary>
    ValueTask<SinkAnswer> AppendAsync(EventBatch batch, CancellationToken cancellationToken);

    /// <summary>Counts events that were refused with no batch to go with.</summary>
    /// <param name="site">The site that they were sent to.</param>
    /// <param name="reason">The reason's code.</param>
    /// <param name="count">How many events it were, or 1 when nobody knows.</param>
    void CountRefused(string site, string reason, int count);
}
