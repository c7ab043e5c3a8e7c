using Gatehouse.Events;

namespace Gatehouse.Delivery.Readers;

/// <summary>Books what became of the events of a part.</summary>
internal interface IPartBook
{
    /// <summary>The first position without an outcome.</summary>
    long Cursor { get; }

    /// <summary>Books everything from the cursor on, durably and as one, and moves the cursor.</summary>
    /// <param name="next">The first position that is not done.</param>
    /// <param name="filtered">Events that did not go, with reasons.</param>
    /// <param name="sent">Events that were sent.</param>
    /// <param name="stop">Ends the waiting for a disk in trouble, and nothing else: what was answered is stored also then.</param>
    Task BookAsync(long next, IReadOnlyList<(LogRecord Record, string Reason)> filtered, IEnumerable<SendOutcome> sent, CancellationToken stop);
}
