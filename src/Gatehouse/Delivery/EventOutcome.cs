namespace Gatehouse.Delivery;

/// <summary>What became of one event of a batch.</summary>
/// <param name="Verdict">What the destination says of it.</param>
/// <param name="Answer">What it said, for people; at most 512 characters are kept. Never holds a secret. Null: nothing worth keeping.</param>
public readonly record struct EventOutcome(DeliveryVerdict Verdict, string? Answer = null);
