namespace Gatehouse.Delivery.Readers;

/// <summary>What is sent at once and booked as one: at most one batch a lane, so that a crash repeats no more.</summary>
/// <param name="Next">The first position behind it.</param>
/// <param name="Lanes">A batch for each lane that has one.</param>
internal sealed record ReaderTurn(long Next, IReadOnlyList<List<DeliveryEvent>> Lanes);
