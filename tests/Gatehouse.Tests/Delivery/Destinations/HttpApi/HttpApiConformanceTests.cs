namespace Gatehouse.Tests.Delivery.Destinations.HttpApi;

public sealed class HttpApiConformanceTests : HttpDestinationSuite
{
    protected override IReadOnlyList<string> Secrets => ["api-secret"];

    private protected override string Settings => """
        {
          "Type": "http-api", "Url": "RECEIVER?key={{secrets.key}}&message={{messageId}}", "AllowPrivateNetwork": true,
          "Headers": { "Authorization": "Bearer {{secrets.key}}" }, "Secrets": { "key": "api-secret" }
        }
        """.Replace("RECEIVER", Receiver.Url, StringComparison.Ordinal);
}
