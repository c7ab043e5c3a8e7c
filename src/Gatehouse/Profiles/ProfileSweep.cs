using Gatehouse.Diagnostics;
using Gatehouse.Sites;
using Microsoft.Extensions.Hosting;

namespace Gatehouse.Profiles;

/// <summary>Deletes profiles that nothing has changed for longer than their site keeps them. Looks at all of them, slowly, over and over.</summary>
internal sealed class ProfileSweep(EdgeConfiguration configuration, IProfileScan scan, ProfileRecords records, EdgeMetrics metrics, TimeProvider time) : BackgroundService
{
    private const int MostAtOnce = 500;

    // Ten million profiles take five and a half hours so.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(10);

    /// <summary>Looks at all profiles once, without pauses.</summary>
    public async Task SweepAsync()
    {
        for (var place = 0L; await StepAsync(place) is { } next; place = next)
        {
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var place = 0L;
            while (true)
            {
                var next = configuration.Current.Sites.Any(static site => site.Settings.ProfileExpiry is not null) ? await StepAsync(place) : null;
                place = next ?? 0;
                await Task.Delay(next is null ? Rest : Pause, time, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The next start begins at the first one again.
        }
    }

    /// <summary>Looks at a page. Null: it was the last one, or the store is in trouble.</summary>
    private async Task<long?> StepAsync(long after)
    {
        if (await scan.ReadAsync(after, MostAtOnce) is not { Count: > 0 } page)
        {
            return null;
        }

        var snapshot = configuration.Current;
        var now = time.GetUtcNow();
        foreach (var (_, key, value) in page)
        {
            if (snapshot.FindByName(key.Site)?.Settings.ProfileExpiry is { } expiry
                && ProfileCodec.Decode(value) is { } record && record.ChangedAt < ProfileTime.Of(now - expiry))
            {
                var deleted = await records.DeleteAsync(key, current => current.ChangedAt < ProfileTime.Of(now - expiry));
                metrics.Profiles(key.Site, "expired", deleted == StoreOutcome.Done ? 1 : 0);
            }
        }

        return page[^1].Place;
    }
}
