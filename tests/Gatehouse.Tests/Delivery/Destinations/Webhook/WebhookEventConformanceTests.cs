namespace Gatehouse.Tests.Delivery.Destinations.Webhook;

public sealed class WebhookEventConformanceTests : HttpDestinationSuite
{
    protected override IReadOnlyList<string> Secrets => ["signing-secret", "bearer-secret"];

    private protected override string Settings => $$"""
        { "Type": "webhook", "Url": "{{Receiver.Url}}", "AllowPrivateNetwork": true, "Secret": "signing-secret", "Headers": { "Authorization": "Bearer bearer-secret" } }
        """;
}
