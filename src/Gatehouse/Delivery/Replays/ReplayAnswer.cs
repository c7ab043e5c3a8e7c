namespace Gatehouse.Delivery.Replays;

/// <summary>What becomes of an order.</summary>
/// <param name="Replay">The replay as it stands then. Null: it is refused.</param>
/// <param name="Refusal">Why it is refused, and how to mend that. Null: it is not.</param>
internal readonly record struct ReplayAnswer(Replay? Replay, string? Refusal)
{
    /// <summary>It is refused.</summary>
    public static ReplayAnswer No(string why) => new(null, why);
}
