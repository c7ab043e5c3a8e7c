namespace Gatehouse.Profiles.Pull;

/// <summary>Keeps a site from asking a profile API that is in trouble or wants to be left alone.</summary>
internal sealed class PullPause
{
    private const int FailuresBeforePause = 5;
    private static readonly TimeSpan AfterFailures = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan WhenThrottled = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private long _until = long.MinValue;
    private int _failures;

    /// <summary>Whether the API is left alone at this time.</summary>
    public bool Holds(long now) => now < Volatile.Read(ref _until);

    /// <summary>Notes an answer. What it returns is the pause that follows from it, if a new one does.</summary>
    public TimeSpan? Note(PullAnswer answer, long now)
    {
        if (answer.IsAnswer)
        {
            Volatile.Write(ref _failures, 0);
            return null;
        }

        var failures = Interlocked.Increment(ref _failures);
        TimeSpan? pause = answer.RetryAfter ?? (answer.Outcome == PullOutcome.Throttled ? WhenThrottled : failures >= FailuresBeforePause ? AfterFailures : null);
        if (pause is not { } span || span <= TimeSpan.Zero)
        {
            return null;
        }

        span = span > Longest ? Longest : span;
        var wasHeld = Holds(now);
        Volatile.Write(ref _until, now + ProfileTime.Of(span));
        return wasHeld ? null : span;
    }
}
