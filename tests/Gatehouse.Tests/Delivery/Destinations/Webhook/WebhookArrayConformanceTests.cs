namespace Gatehouse.Tests.Delivery.Destinations.Webhook;

public sealed class WebhookArrayConformanceTests : HttpDestinationSuite
{
    protected override IReadOnlyList<string> Secrets => ["bearer-secret"];

    private protected override string Settings => $$"""
        { "Type": "webhook", "Url": "{{Receiver.Url}}", "AllowPrivateNetwork": true, "Batch": { "Events": 100 }, "Gzip": true, "Headers": { "Authorization": "Bearer bearer-secret" } }
        """;
}
