namespace Gatehouse.Delivery.Forwarding;

/// <summary>How long to wait before trying again: doubling from 250 ms to 10 s, so that an API that is back is noticed soon.</summary>
internal sealed class Backoff
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);
    private TimeSpan _next = First;

    /// <summary>The next wait.</summary>
    public TimeSpan Next()
    {
        var wait = _next;
        _next = TimeSpan.FromTicks(Math.Min(wait.Ticks * 2, Longest.Ticks));
        return wait;
    }

    /// <summary>Something worked; the next wait is short again.</summary>
    public void Reset() => _next = First;
}
