namespace Gatehouse.Delivery;

/// <summary>
/// Where the events of one site are delivered. One instance is used by one caller at a time, or by as many as the configuration's
/// <c>Concurrency</c> says; it lives until its settings change or the edge stops.
/// </summary>
public interface IDestination : IAsyncDisposable
{
    /// <summary>
    /// Delivers events. What is reported as delivered is never sent again, except after a crash between this answer and its storing:
    /// delivery is at least once, with stable message ids, positions and batch ids.
    /// </summary>
    /// <param name="batch">At least one event; those of one visitor in their order.</param>
    /// <param name="cancellationToken">Ends the attempt when it has taken longer than the configuration's <c>Timeout</c>; that counts as a retry.</param>
    /// <returns>What became of the batch. An exception counts as <see cref="DeliveryResult.Retry"/>, with its type as the reason.</returns>
    ValueTask<DeliveryResult> SendAsync(DeliveryBatch batch, CancellationToken cancellationToken);
}
