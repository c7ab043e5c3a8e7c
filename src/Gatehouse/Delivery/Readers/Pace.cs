using Gatehouse.Sites;

namespace Gatehouse.Delivery.Readers;

/// <summary>
/// Holds a destination's rate limit: as many events as a second, a minute or an hour may have can go at once, more go evenly. The
/// in-box token bucket knows no clock but its own and refuses more permits at once than it holds, and a batch may be larger than that.
/// </summary>
internal sealed class Pace(RateLimit limit, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly TimeSpan _perEvent = limit.Period / limit.Calls;
    private DateTimeOffset _usedUpTo = DateTimeOffset.MinValue;

    /// <summary>Waits until events may go.</summary>
    public async ValueTask WaitAsync(int events, CancellationToken stop)
    {
        if (Reserve(events) is { Ticks: > 0 } wait)
        {
            await Task.Delay(wait, time, stop);
        }
    }

    private TimeSpan Reserve(int events)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            var begin = _usedUpTo > now ? _usedUpTo : now;
            _usedUpTo = begin + (_perEvent * events);

            // A batch that is larger than the bucket goes when all that went before it is paid.
            var ahead = events > limit.Calls ? begin - now : _usedUpTo - now - limit.Period;
            return ahead;
        }
    }
}
