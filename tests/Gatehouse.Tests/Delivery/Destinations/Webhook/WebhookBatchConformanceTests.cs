namespace Gatehouse.Tests.Delivery.Destinations.Webhook;

public sealed class WebhookBatchConformanceTests : HttpDestinationSuite
{
    private protected override string Settings => $$"""
        { "Type": "webhook", "Url": "{{Receiver.Url}}", "AllowPrivateNetwork": true, "Format": "batch", "Method": "PUT" }
        """;
}
