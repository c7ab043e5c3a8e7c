using Gatehouse.Events;

namespace Gatehouse.Profiles.Projection;

/// <summary>Cuts what was read from the log into groups that have no profile in common, so that they can be applied side by side.</summary>
internal static class ProjectionGroups
{
    /// <summary>The groups, each in the order of the log. Events without a usable id are in none.</summary>
    public static IReadOnlyList<IReadOnlyList<ProjectedEvent>> Of(IEnumerable<LogRecord> records)
    {
        // Union by "the group of a key is the group of the key it points to".
        var leaders = new Dictionary<ProfileKey, ProfileKey>();
        var events = new List<ProjectedEvent>();
        foreach (var record in records)
        {
            if (ProjectedEvent.Of(record) is not { } projected)
            {
                continue;
            }

            events.Add(projected);
            leaders.TryAdd(projected.Home, projected.Home);
            if (projected.Joins is { } joins)
            {
                leaders.TryAdd(joins, joins);
                leaders[LeaderOf(leaders, joins)] = LeaderOf(leaders, projected.Home);
            }
        }

        return [.. events.GroupBy(one => LeaderOf(leaders, one.Home)).Select(static group => group.ToList())];
    }

    private static ProfileKey LeaderOf(Dictionary<ProfileKey, ProfileKey> leaders, ProfileKey key)
    {
        var leader = leaders[key];
        while (leader != leaders[leader])
        {
            // Halves the way for whoever asks next.
            leader = leaders[key] = leaders[leader];
        }

        return leader;
    }
}
