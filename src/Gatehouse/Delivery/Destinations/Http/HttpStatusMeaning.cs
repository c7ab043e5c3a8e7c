namespace Gatehouse.Delivery.Destinations.Http;

/// <summary>What an answer's status means for what was sent.</summary>
internal enum HttpStatusMeaning
{
    /// <summary>It was taken.</summary>
    Delivered,

    /// <summary>It cannot be taken now.</summary>
    Busy,

    /// <summary>Nothing is taken until somebody mends the settings, here or there.</summary>
    Misconfigured,

    /// <summary>It will never be taken.</summary>
    Refused,
}
