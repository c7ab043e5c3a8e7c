namespace Gatehouse.Delivery.Replays;

/// <summary>How a replay stands. The numbers are stored.</summary>
internal enum ReplayState
{
    /// <summary>It is at work.</summary>
    Running = 1,

    /// <summary>An operator holds it.</summary>
    Paused = 2,

    /// <summary>It has come to its end.</summary>
    Done = 3,

    /// <summary>It was ended before, by an operator or because its destination is gone.</summary>
    Cancelled = 4,

    /// <summary>It could not go on; it may be resumed.</summary>
    Failed = 5,
}
