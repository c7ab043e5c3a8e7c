namespace Gatehouse.Delivery.Books;

/// <summary>What became of an event at the edge. The numbers are stored.</summary>
internal enum IntakeKind
{
    /// <summary>It was sent to the site.</summary>
    Received = 1,

    /// <summary>It is in the log.</summary>
    Accepted = 2,

    /// <summary>It was there already.</summary>
    Duplicate = 3,

    /// <summary>It was given up because the disk was nearly used up.</summary>
    Shed = 4,

    /// <summary>It was refused, for a reason.</summary>
    Refused = 5,
}
