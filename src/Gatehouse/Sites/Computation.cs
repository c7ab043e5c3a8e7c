namespace Gatehouse.Sites;

/// <summary>How a trait is computed from events.</summary>
internal enum Computation
{
    /// <summary>How many events.</summary>
    Count,

    /// <summary>The sum of a number.</summary>
    Sum,

    /// <summary>The least of a number.</summary>
    Min,

    /// <summary>The greatest of a number.</summary>
    Max,

    /// <summary>The mean of a number.</summary>
    Average,

    /// <summary>The value of the earliest event.</summary>
    First,

    /// <summary>The value of the latest event.</summary>
    Last,

    /// <summary>The values of the latest events, the latest first.</summary>
    LastValues,

    /// <summary>How many different values.</summary>
    UniqueCount,

    /// <summary>The value of most events.</summary>
    MostFrequent,

    /// <summary>Seconds since the latest event.</summary>
    TimeSince,
}
