namespace Gatehouse.Delivery.Destinations.Webhook;

/// <summary>What a webhook has to know.</summary>
/// <param name="Url">Where events are posted.</param>
/// <param name="Secret">What requests are signed with. A secret. Null: unsigned.</param>
internal sealed record WebhookOptions(Uri Url, string? Secret);
