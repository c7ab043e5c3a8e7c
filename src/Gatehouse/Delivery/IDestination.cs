namespace Gatehouse.Delivery;

/// <summary>
/// Where the events of one site are delivered. One instance is used by one caller at a time, or by as many as the configuration's
/// <c>Concurrency</c> says, an attempt that does not heed its cancellation counted; it lives until its settings change or the edge stops.
/// </summary>
public interface IDestination : IAsyncDisposable
{
    /// <summary>
    /// Delivers events. What is reported as delivered is never sent again, except after a crash between this answer and its storing:
    /// delivery is at least once, with stable message ids, positions and batch ids.
    /// </summary>
    /// <param name="batch">At least one event; those of one visitor in their order.</param>
    /// <param name="cancellationToken">
    /// Ends the attempt when it has taken longer than the configuration's <c>Timeout</c>, or the edge stops; that counts as a retry. An attempt
    /// that goes on for 5 seconds more is left to itself: whatever it gives then comes too late, a stop does not wait for it, and until
    /// it ends it counts as one of the <c>Concurrency</c>. With 1, the default, nothing more is sent until then.
    /// </param>
    /// <returns>What became of the batch. An exception counts as <see cref="DeliveryResult.Retry"/>, with its type as the reason.</returns>
    ValueTask<DeliveryResult> SendAsync(DeliveryBatch batch, CancellationToken cancellationToken);
}
