namespace Gatehouse.Delivery.Forwarding;

/// <summary>What the tracking API's answer means.</summary>
internal enum ForwardVerdict
{
    /// <summary>It has the events.</summary>
    Delivered,

    /// <summary>It will never take them.</summary>
    Refused,

    /// <summary>It cannot take them now.</summary>
    Failed,

    /// <summary>It takes nothing until somebody mends the configuration.</summary>
    Misconfigured,
}
