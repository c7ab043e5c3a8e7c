using Gatehouse.Diagnostics;
using Gatehouse.Profiles.Pull;
using Gatehouse.Profiles.Rebuild;
using Gatehouse.Sites;
using Gatehouse.Visitors;

namespace Gatehouse.Profiles;

/// <inheritdoc/>
internal sealed class ProfileReader(ProfileRecords records, DefinitionsInService definitions, ProfilePuller puller, EdgeMetrics metrics, TimeProvider time) : IProfileReader
{
    /// <inheritdoc/>
    public ValueTask<Profile?> ReadAsync(Site site, Visitor visitor, CancellationToken deadline)
    {
        if (!ProfileKey.TryOf(site.Name, visitor, out var key))
        {
            return new(Profile.Empty);
        }

        if (records.Hot(key) is { Current: { } hot } slot)
        {
            var isDue = puller.IsDue(site, key, hot, slot);
            if (hot.IsKnown || !isDue)
            {
                var isUnderWay = isDue && puller.TryStart(site, key, slot, out _);
                return new(Answer(site, key, hot, isUnderWay));
            }
        }

        return ReadColdAsync(site, key, deadline);
    }

    private async ValueTask<Profile?> ReadColdAsync(Site site, ProfileKey key, CancellationToken deadline)
    {
        var read = await records.GetAsync(key, deadline);
        if (read.Outcome != StoreOutcome.Done)
        {
            metrics.Profile(site.Name, read.Outcome == StoreOutcome.Abandoned ? "read_late" : "read_failed");
            return null;
        }

        var slot = records.SlotOf(key);
        Task<StoredProfile?>? flight = null;
        var isUnderWay = puller.IsDue(site, key, read.Profile, slot) && puller.TryStart(site, key, slot, out flight);
        if (read.Profile.IsKnown || flight is null)
        {
            return Answer(site, key, read.Profile, isUnderWay);
        }

        // The flight goes on when the page stops waiting, so that the next page knows.
        await ((Task)flight).WaitAsync(deadline).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (flight.IsCompletedSuccessfully)
        {
            return await flight is { } pulled ? ViewOf(site, pulled) : null;
        }

        metrics.Profile(site.Name, "pull_late");
        return null;
    }

    private Profile ViewOf(Site site, StoredProfile profile) => profile.ViewOf(definitions.For(site, profile.Record), ProfileTime.Of(time.GetUtcNow()));

    /// <summary>What is known at once. Old is better than late: while a pull is under way, this page gets what there is.</summary>
    private Profile? Answer(Site site, ProfileKey key, StoredProfile known, bool isUnderWay)
    {
        if (known.IsKnown || !ProfilePuller.Asks(site, key))
        {
            return ViewOf(site, known);
        }

        // Nothing is stored, and the vendor could not be asked just now: that is not the same as knowing nothing.
        if (!isUnderWay)
        {
            metrics.Profile(site.Name, "pull_held");
        }

        return null;
    }
}
