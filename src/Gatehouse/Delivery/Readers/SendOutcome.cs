namespace Gatehouse.Delivery.Readers;

/// <summary>What became of one event that was sent.</summary>
/// <param name="Event">The event.</param>
/// <param name="Reason">Why it was given up, or <see cref="Erased"/>. Null: it was delivered.</param>
/// <param name="Answer">What the destination said last; at most 512 characters.</param>
/// <param name="Attempts">How often it was tried.</param>
internal readonly record struct SendOutcome(DeliveryEvent Event, string? Reason, string Answer, int Attempts)
{
    /// <summary>Its visitor was erased: not given up but filtered, and no dead letter.</summary>
    public const string Erased = "erased";
}
