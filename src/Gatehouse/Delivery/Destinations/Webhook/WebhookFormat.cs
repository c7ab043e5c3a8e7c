namespace Gatehouse.Delivery.Destinations.Webhook;

/// <summary>What a request's body is.</summary>
internal enum WebhookFormat
{
    /// <summary>One event. A batch of several is sent one by one.</summary>
    Event,

    /// <summary>An array of events, also of one.</summary>
    Array,

    /// <summary>An object whose <c>batch</c> is an array of events.</summary>
    Batch,
}
