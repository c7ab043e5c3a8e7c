namespace Gatehouse.Delivery.Books;

/// <summary>What became of one event at one destination.</summary>
internal enum TraceOutcome
{
    /// <summary>Nobody knows any more: it is longer ago than traces are kept.</summary>
    Unknown,

    /// <summary>The destination was configured after it.</summary>
    Before,

    /// <summary>The destination was taken out of the configuration before it.</summary>
    Gone,

    /// <summary>It has no outcome yet.</summary>
    Pending,

    /// <summary>The destination has it.</summary>
    Delivered,

    /// <summary>It was not for the destination.</summary>
    Filtered,

    /// <summary>It was given up.</summary>
    Dead,

    /// <summary>The log gave it up before it was read.</summary>
    Lost,
}
