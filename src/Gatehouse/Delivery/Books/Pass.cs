namespace Gatehouse.Delivery.Books;

/// <summary>What a destination has done with positions, to be booked as one.</summary>
internal sealed class Pass
{
    private readonly Dictionary<OutcomeKey, long> _outcomes = [];
    private readonly List<DeadLetter> _dead = [];

    /// <summary>The first position that is not done.</summary>
    public required long Cursor { get; set; }

    /// <summary>Outcomes with their counts.</summary>
    public IReadOnlyDictionary<OutcomeKey, long> Outcomes => _outcomes;

    /// <summary>Dead letters.</summary>
    public IReadOnlyList<DeadLetter> Dead => _dead;

    /// <summary>How it went. Null: nothing worth noting.</summary>
    public PassTrace? Trace { get; set; }

    /// <summary>Counts an outcome.</summary>
    public void Count(DateTimeOffset receivedAt, Outcome outcome, string reason = "", long count = 1) => Count(Minutes.Of(receivedAt), outcome, reason, count);

    /// <summary>Counts outcomes of a minute.</summary>
    public void Count(long minute, Outcome outcome, string reason, long count)
    {
        var key = new OutcomeKey(minute, outcome, reason);
        _outcomes[key] = _outcomes.GetValueOrDefault(key) + count;
    }

    /// <summary>Keeps a dead letter, and counts it.</summary>
    public void Bury(DeadLetter letter)
    {
        _dead.Add(letter);
        Count(letter.Event.ReceivedAt, Outcome.Dead, letter.Reason);
    }
}
