using Microsoft.Extensions.Logging;

namespace Gatehouse.Delivery.Readers;

/// <summary>
/// Stands before a destination, which is foreign code: whatever hangs in it holds up neither its reader nor a stop. An attempt that
/// does not end when it should is left to itself; until it has ended it takes the place of another one, so that never more than
/// <c>Concurrency</c> attempts are under way, and with 1 never two at once.
/// </summary>
internal sealed partial class GuardedDestination(IDestination destination, DestinationContext context, int concurrency, DestinationMaker maker, ILogger logger) : IAsyncDisposable
{
    /// <summary>What an attempt gets to end in, once its token says so.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>What closing gets.</summary>
    public static readonly TimeSpan LongestClose = TimeSpan.FromSeconds(15);

    private readonly SemaphoreSlim _places = new(concurrency);

    /// <summary>Delivers events.</summary>
    /// <param name="batch">The events.</param>
    /// <param name="attempt">Ends the attempt, within <see cref="Grace"/>.</param>
    /// <param name="stop">Ends the waiting for a place.</param>
    /// <exception cref="OperationCanceledException">It did not end in time, or there was no place.</exception>
    public async Task<DeliveryResult> SendAsync(DeliveryBatch batch, CancellationToken attempt, CancellationToken stop)
    {
        using (var either = CancellationTokenSource.CreateLinkedTokenSource(attempt, stop))
        {
            await _places.WaitAsync(either.Token);
        }

        // On a thread of the pool, as it may block.
        var sending = Task.Run(() => SendAsync(batch, attempt), CancellationToken.None);
        await ((Task)sending).WaitAsync(attempt).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!sending.IsCompleted)
        {
            await ((Task)sending).WaitAsync(Grace, context.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (!sending.IsCompleted)
        {
            LogLeft(context.Site, context.Name, context.Timeout.TotalSeconds);
            _ = AwaitLeftAsync(sending);
            throw new OperationCanceledException(attempt);
        }

        return await sending;
    }

    /// <summary>Closes it, and waits for that as long as there is hope.</summary>
    public async ValueTask DisposeAsync()
    {
        var hangs = _places.CurrentCount < concurrency;
        var closing = CloseAsync();
        if (!hangs)
        {
            await closing.WaitAsync(LongestClose, context.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (closing.IsCompleted)
        {
            await closing;
            return;
        }

        maker.Leave(context.Folder, closing);
        LogNotClosed(context.Site, context.Name);
    }

    private async Task<DeliveryResult> SendAsync(DeliveryBatch batch, CancellationToken attempt)
    {
        try
        {
            return await destination.SendAsync(batch, attempt);
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>Its outcome comes too late: the events are sent again.</summary>
    private async Task AwaitLeftAsync(Task left)
    {
        await left.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        LogCameBack(context.Site, context.Name);
    }

    private async Task CloseAsync()
    {
        for (var place = 0; place < concurrency; place++)
        {
            await _places.WaitAsync();
        }

        await Task.Run(async () => await destination.DisposeAsync());
    }

    [LoggerMessage(1818, LogLevel.Error, "Site {Site}: an attempt of destination {Destination} went on after its {Timeout} s; it does not heed its cancellation token. It is left to itself, and keeps its place until it ends.")]
    private partial void LogLeft(string site, string destination, double timeout);

    [LoggerMessage(1819, LogLevel.Warning, "Site {Site}: an attempt of destination {Destination} that was left to itself has ended.")]
    private partial void LogCameBack(string site, string destination);

    [LoggerMessage(1820, LogLevel.Error, "Site {Site}: destination {Destination} does not close. It is left to itself; until it has closed no other instance takes its place.")]
    private partial void LogNotClosed(string site, string destination);
}
