using Microsoft.Extensions.Hosting;

namespace Gatehouse;

/// <summary>Looks at something again and again until the edge stops, whatever comes of one look. Nothing else hangs on it.</summary>
/// <param name="first">How long after the start the first look is.</param>
/// <param name="pause">How long after a look the next one is.</param>
/// <param name="time">The clock.</param>
internal abstract class RepeatedLook(TimeSpan first, TimeSpan pause, TimeProvider time) : BackgroundService
{
    /// <summary>The clock.</summary>
    protected TimeProvider Time { get; } = time;

    /// <summary>Looks once.</summary>
    /// <param name="stop">Ends the look.</param>
    public abstract Task LookAsync(CancellationToken stop);

    /// <summary>Told of a look that failed. Work that a full queue did not take is cancelled, and has failed too.</summary>
    protected abstract void LookFailed(Exception trouble);

    /// <inheritdoc/>
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Delay(first, Time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // A look that fails is told, and the next one tries again.
            catch (Exception trouble)
#pragma warning restore CA1031
            {
                LookFailed(trouble);
            }

            await Task.Delay(pause, Time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
