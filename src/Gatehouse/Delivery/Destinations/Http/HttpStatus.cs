namespace Gatehouse.Delivery.Destinations.Http;

/// <summary>Reads a status.</summary>
internal static class HttpStatus
{
    /// <summary>What a status means.</summary>
    /// <param name="status">The status.</param>
    /// <param name="urlDependsOnEvent">Whether another event would have asked at another address.</param>
    public static HttpStatusMeaning Of(int status, bool urlDependsOnEvent) => status switch
    {
        >= 200 and < 300 => HttpStatusMeaning.Delivered,
        408 or 425 or 429 or >= 500 => HttpStatusMeaning.Busy,
        404 or 410 when urlDependsOnEvent => HttpStatusMeaning.Refused,

        // Which address is asked, as whom and how depends on the settings alone. A redirect is not followed: it would carry
        // events and credentials to where nobody has configured them to go.
        < 400 or 401 or 402 or 403 or 404 or 405 or 407 or 410 or 415 or 421 or 426 => HttpStatusMeaning.Misconfigured,
        _ => HttpStatusMeaning.Refused,
    };
}
