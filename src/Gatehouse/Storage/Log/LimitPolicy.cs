namespace Gatehouse.Storage.Log;

/// <summary>What happens when the log's share of the disk is used up.</summary>
internal enum LimitPolicy
{
    /// <summary>New events are refused until there is space.</summary>
    Refuse,

    /// <summary>From nine tenths on the classes named are given up; the others are taken up to the limit.</summary>
    Shed,

    /// <summary>The oldest segments give way, read or not.</summary>
    Oldest,
}
