using System.Collections.Concurrent;
using Gatehouse.Sites;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Delivery.Readers;

/// <summary>Makes destinations, each when the one before it has closed: they share a folder, and perhaps more.</summary>
internal sealed class DestinationMaker(DestinationTypes types, ILoggerFactory loggers)
{
    // It is no attempt that fails.
    private const int NoRound = -1;

    // By folder. Each goes when it ends, and no other is made before that.
    private readonly ConcurrentDictionary<string, Task> _left = new(StringComparer.Ordinal);
    private readonly ILogger _logger = loggers.CreateLogger<GuardedDestination>();

    /// <summary>Makes one.</summary>
    /// <param name="settings">How it is configured.</param>
    /// <param name="context">What it is told.</param>
    /// <param name="watch">Is told when the one before it hangs. Null: nobody.</param>
    /// <param name="stop">Ends the waiting for the one before it.</param>
    public async Task<GuardedDestination> MakeAsync(DestinationSettings settings, DestinationContext context, IReaderWatch? watch, CancellationToken stop)
    {
        if (_left.TryGetValue(context.Folder, out var before))
        {
            if (watch is not null)
            {
                await watch.IllAsync("has not closed since its settings changed; if it does not end by itself, restart the edge", 0, NoRound, stop);
            }

            await before.WaitAsync(stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            stop.ThrowIfCancellationRequested();
        }

        return new(types.Create(settings, context), context, settings.Concurrency, this, _logger);
    }

    /// <summary>One does not close.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="closing">Ends when it has closed after all.</param>
    public void Leave(string folder, Task closing)
    {
        _left[folder] = closing;
        _ = closing.ContinueWith(
            ended => _left.TryRemove(KeyValuePair.Create(folder, ended)), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }
}
