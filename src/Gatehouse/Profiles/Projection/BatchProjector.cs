using Gatehouse.Events;

namespace Gatehouse.Profiles.Projection;

/// <summary>Applies what was read from the log: groups side by side, each until it is done.</summary>
/// <param name="time">Passes between two tries.</param>
/// <param name="held">Told when the store is in trouble.</param>
internal sealed class BatchProjector(TimeProvider time, Action<StoreOutcome> held)
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    /// <summary>Applies events. When it ends, all of it is on disk.</summary>
    /// <returns>When visitors have to be looked at again though nothing happens to them.</returns>
    public async Task<IReadOnlyCollection<KeyValuePair<ProfileKey, long?>>> ProjectAsync(ProjectionSide side, IEnumerable<LogRecord> records, CancellationToken stop)
    {
        var projector = new GroupProjector(side);
        await Task.WhenAll(ProjectionGroups.Of(records).Select(group => InsistAsync(() => projector.ProjectAsync(group), stop)));
        return projector.Due;
    }

    /// <summary>Tries until the store has done it.</summary>
    public async Task InsistAsync(Func<Task<StoreOutcome>> change, CancellationToken stop)
    {
        for (var wait = ShortestWait; await change() is not StoreOutcome.Done and var trouble; wait = Longer(wait))
        {
            if (trouble is not StoreOutcome.Conflict and not StoreOutcome.Busy)
            {
                held(trouble);
            }

            await Task.Delay(wait, time, stop);
        }
    }

    private static TimeSpan Longer(TimeSpan wait) => wait * 2 > LongestWait ? LongestWait : wait * 2;
}
