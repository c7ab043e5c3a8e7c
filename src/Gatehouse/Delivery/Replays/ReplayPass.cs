using Gatehouse.Delivery.Books;

namespace Gatehouse.Delivery.Replays;

/// <summary>What a replay has done with positions, to be booked as one. It is no part of the ledger, in which each event is once.</summary>
/// <param name="Cursor">The first position that is not done.</param>
/// <param name="Sent">Events that were taken.</param>
/// <param name="Filtered">Events that were not for the destination.</param>
/// <param name="Lost">Entries that were gone.</param>
/// <param name="Dead">Dead letters.</param>
internal sealed record ReplayPass(long Cursor, int Sent, int Filtered, long Lost, IReadOnlyList<DeadLetter> Dead);
