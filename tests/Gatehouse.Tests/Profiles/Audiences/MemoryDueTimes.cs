using System.Collections.Concurrent;
using Gatehouse.Profiles;
using Gatehouse.Profiles.Audiences;

namespace Gatehouse.Tests.Profiles.Audiences;

/// <summary>Due times without a disk.</summary>
internal sealed class MemoryDueTimes : IDueTimes
{
    private readonly ConcurrentDictionary<ProfileKey, long> _times = [];

    public ValueTask<StoreOutcome> SetAsync(IReadOnlyList<DueTime> times)
    {
        foreach (var (key, time, was) in times.Where(one => one.Was is null || (_times.TryGetValue(one.Key, out var noted) && noted == one.Was)))
        {
            if (time is { } at)
            {
                _times[key] = at;
            }
            else
            {
                _times.TryRemove(key, out _);
            }
        }

        return new(StoreOutcome.Done);
    }

    public ValueTask<IReadOnlyList<KeyValuePair<ProfileKey, long>>> FindAsync(long now, int most) =>
        new([.. _times.Where(one => one.Value <= now).OrderBy(static one => one.Value).Take(most)]);
}
