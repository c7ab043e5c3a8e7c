namespace Gatehouse.Delivery.Books;

/// <summary>An event that a destination refused for good, or that was given up.</summary>
/// <param name="Event">The event, as it was sent.</param>
/// <param name="Reason">One word: <c>refused</c> or <c>gave_up</c>.</param>
/// <param name="Answer">What the destination said last; at most 512 characters.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Time">When it was given up.</param>
/// <param name="Replay">Id of the replay that it came with. Null: none.</param>
internal sealed record DeadLetter(DeliveryEvent Event, string Reason, string Answer, int Attempts, DateTimeOffset Time, string? Replay = null);
