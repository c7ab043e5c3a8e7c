namespace Gatehouse.Storage.Log;

/// <summary>What was refused and is in no tally yet: a number for each site and reason, until the next commit or for about a second.</summary>
internal sealed class RefusedCounts : IDisposable
{
    /// <summary>How long they may wait for a commit to go with. Also what a crash may forget.</summary>
    public static readonly TimeSpan MostWait = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Site, string Reason), long> _counts = [];
    private readonly ITimer _timer;
    private bool _isTimed;
    private bool _isDue;

    /// <param name="time">The clock.</param>
    /// <param name="due">Called when they have waited long enough.</param>
    public RefusedCounts(TimeProvider time, Action due) => _timer = time.CreateTimer(
        _ =>
        {
            lock (_gate)
            {
                _isDue = true;
            }

            due();
        },
        null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>Whether there is nothing, and nobody waits for it.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_gate)
            {
                return _counts.Count == 0 && !_isDue;
            }
        }
    }

    /// <summary>Counts.</summary>
    public void Add(IEnumerable<RefusedCount> refused)
    {
        lock (_gate)
        {
            foreach (var (site, reason, count) in refused.Where(static one => one.Count > 0))
            {
                _counts[(site, reason)] = _counts.GetValueOrDefault((site, reason)) + count;
            }

            if (!_isTimed && _counts.Count > 0)
            {
                _isTimed = true;
                _timer.Change(MostWait, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>Takes all of it; whoever does not write it puts it back.</summary>
    /// <returns>What there was, and whether it has waited long enough.</returns>
    public (IReadOnlyList<RefusedCount> Counts, bool IsDue) Take()
    {
        lock (_gate)
        {
            var isDue = _isDue;
            if (isDue)
            {
                (_isDue, _isTimed) = (false, false);
            }

            RefusedCount[] taken = _counts.Count == 0 ? [] : [.. _counts.Select(static one => new RefusedCount(one.Key.Site, one.Key.Reason, one.Value))];
            _counts.Clear();
            return (taken, isDue);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();
}
