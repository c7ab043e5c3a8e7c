namespace Gatehouse.Profiles;

/// <summary>Stamps what comes in. Stamps strictly increase, so that of two messages with one time the later one to come wins.</summary>
internal sealed class ReceiptClock(TimeProvider time)
{
    private long _last = long.MinValue;

    /// <summary>The next stamp; see <see cref="ProfileTime"/>.</summary>
    public long Next()
    {
        var now = ProfileTime.Of(time.GetUtcNow());
        while (true)
        {
            var last = Volatile.Read(ref _last);
            var next = now > last ? now : last + 1;
            if (Interlocked.CompareExchange(ref _last, next, last) == last)
            {
                return next;
            }
        }
    }
}
