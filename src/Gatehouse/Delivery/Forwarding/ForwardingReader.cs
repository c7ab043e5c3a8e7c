using Gatehouse.Events;
using Gatehouse.Sites;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Gatehouse.Delivery.Forwarding;

/// <summary>Has one <see cref="SiteForwarder"/> at work for each site that has a tracking API, also for those that a reload brings.</summary>
internal sealed class ForwardingReader(EdgeConfiguration configuration, IEventLog log, IServiceProvider services) : BackgroundService
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Task> _atWork = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await ForgetGoneAsync(stoppingToken);
        configuration.WhenChanged(() => StartMissing(stoppingToken));
        StartMissing(stoppingToken);
        await Task.Delay(Timeout.Infinite, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Task[] last;
        lock (_lock)
        {
            last = [.. _atWork.Values];
        }

        await Task.WhenAll(last);
    }

    /// <summary>The log keeps events for every reader it knows, so those of sites that were taken out of the configuration must be taken back.</summary>
    private async Task ForgetGoneAsync(CancellationToken stoppingToken)
    {
        var wanted = configuration.Current.Sites.Where(static site => site.Get(TrackingTarget.Part).Batch is not null).Select(static site => SiteForwarder.ReaderOf(site.Name));
        foreach (var gone in log.Readers.Where(static reader => reader.StartsWith(SiteForwarder.ReaderPrefix, StringComparison.Ordinal)).Except(wanted, StringComparer.Ordinal))
        {
            await log.ForgetCursorAsync(gone, stoppingToken);
        }
    }

    private void StartMissing(CancellationToken stoppingToken)
    {
        lock (_lock)
        {
            foreach (var site in configuration.Current.Sites)
            {
                if (!stoppingToken.IsCancellationRequested && site.Get(TrackingTarget.Part).Batch is not null && _atWork.GetValueOrDefault(site.Name) is null or { IsCompleted: true })
                {
                    var forwarder = ActivatorUtilities.CreateInstance<SiteForwarder>(services, site.Name);
                    _atWork[site.Name] = Task.Run(() => forwarder.RunAsync(stoppingToken), CancellationToken.None);
                }
            }
        }
    }
}
