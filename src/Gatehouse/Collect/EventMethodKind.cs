namespace Gatehouse.Collect;

/// <summary>What the body of an event route is.</summary>
internal enum EventMethodKind
{
    /// <summary>One event.</summary>
    Event,

    /// <summary>An object with events in <c>batch</c>.</summary>
    Batch,

    /// <summary>Counters of the browser library about itself. They are no events.</summary>
    Metrics,
}
