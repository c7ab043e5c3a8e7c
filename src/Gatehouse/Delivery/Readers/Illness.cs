namespace Gatehouse.Delivery.Readers;

/// <summary>What is known of a destination's failures, by all of its lanes: how many in a row, and since when.</summary>
internal sealed class Illness(DateTimeOffset? since, TimeProvider time)
{
    /// <summary>After so many failures in a row one event at a time is tried.</summary>
    public const int MostFailures = 5;

    private readonly Lock _lock = new();
    private int _failures = since is null ? 0 : MostFailures;
    private int _round;
    private DateTimeOffset? _since = since;

    /// <summary>When it began. Null: the destination is well.</summary>
    public DateTimeOffset? Since
    {
        get
        {
            // It is too large to be read at once: half of it would be a time long ago, for which events are given up.
            lock (_lock)
            {
                return _since;
            }
        }
    }

    /// <summary>The last answer. Null: the destination is well.</summary>
    public string? Answer { get; private set; }

    /// <summary>Whether only one event is tried at each turn.</summary>
    public bool IsOpen => Volatile.Read(ref _failures) >= MostFailures;

    /// <summary>Attempts that are begun in the same round and fail, fail once.</summary>
    public int Round => Volatile.Read(ref _round);

    /// <summary>Held by the lane that tries while the others wait.</summary>
    public SemaphoreSlim Probe { get; } = new(1);

    /// <summary>Notes a failure.</summary>
    /// <param name="answer">What the destination said.</param>
    /// <param name="round">The round when the attempt was begun.</param>
    /// <returns>How many in a row, whether it is the first, and whether it has another answer than the one before.</returns>
    public (int Failures, bool IsFirst, bool IsNews) Fail(string answer, int round)
    {
        lock (_lock)
        {
            var (isFirst, isNews) = (_since is null, !string.Equals(Answer, answer, StringComparison.Ordinal));
            _since ??= time.GetUtcNow();
            Answer = answer;
            if (round == _round)
            {
                _round++;
                _failures++;
            }

            return (Math.Max(_failures, 1), isFirst, isNews);
        }
    }

    /// <summary>Notes that the destination has taken something, or refused it for good.</summary>
    /// <returns>Whether it was ill.</returns>
    public bool Recover()
    {
        lock (_lock)
        {
            if (_failures == 0 && _since is null)
            {
                return false;
            }

            var was = _since is not null;
            (_failures, _since, Answer) = (0, null, null);
            _round++;
            return was;
        }
    }
}
