namespace Gatehouse.Delivery;

/// <summary>What a destination says of an event.</summary>
public enum DeliveryVerdict
{
    /// <summary>It has it.</summary>
    Delivered,

    /// <summary>It cannot take it now; it is asked again.</summary>
    Retry,

    /// <summary>It will never take it; it becomes a dead letter.</summary>
    Refused,
}
