namespace Gatehouse.Delivery.Destinations.Webhook;

/// <summary>How requests are signed.</summary>
[Flags]
internal enum WebhookSignatures
{
    /// <summary>Not.</summary>
    None = 0,

    /// <summary>As Standard Webhooks says: three headers, over id, time and body.</summary>
    Standard = 1,

    /// <summary>As Segment's webhooks: <c>X-Signature</c>, over the body.</summary>
    Segment = 2,

    /// <summary>As Segment's webhooks (actions): <c>X-Signature</c>, of an array over its first event only.</summary>
    SegmentActions = 4,
}
