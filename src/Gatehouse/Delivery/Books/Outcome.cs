namespace Gatehouse.Delivery.Books;

/// <summary>What became of an event at a destination. The numbers are stored.</summary>
internal enum Outcome
{
    /// <summary>The destination has it.</summary>
    Delivered = 1,

    /// <summary>It was not for the destination, for a reason.</summary>
    Filtered = 2,

    /// <summary>It was given up; it is a dead letter.</summary>
    Dead = 3,

    /// <summary>The log gave it up before it was read.</summary>
    Lost = 4,
}
