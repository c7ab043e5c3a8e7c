using Gatehouse.Delivery.Destinations.HttpApi;
using Gatehouse.Delivery.Destinations.Webhook;

namespace Gatehouse.Tests.Delivery.Destinations;

/// <summary>A reload leaves a destination alone whose options are equal.</summary>
public sealed class OptionsEqualityTests
{
    private const string Webhook = """{ "Type": "webhook", "Url": "https://a.example/", "Secret": [ "a", "b" ], "Headers": { "X-A": "1", "X-B": "2" }, "Method": "PUT" }""";
    private const string HttpApi = """{ "Type": "http-api", "Url": "https://a.example/{{userId}}", "Headers": { "X-A": "1" }, "Secrets": { "key": "s" }, "Body": "[{{json}}]" }""";

    [Theory]
    [InlineData("", "", true)]
    [InlineData("\"b\"", "\"c\"", false)]
    [InlineData("\"2\"", "\"3\"", false)]
    [InlineData("PUT", "PATCH", false)]
    [InlineData("a.example", "b.example", false)]
    public void Webhooks_are_equal_that_say_the_same(string old, string changed, bool isEqual) =>
        Assert.Equal(isEqual, TestDestinations.Options<WebhookOptions>(Webhook).Equals(TestDestinations.Options<WebhookOptions>(Changed(Webhook, old, changed))));

    [Theory]
    [InlineData("", "", true)]
    [InlineData("\"s\"", "\"t\"", false)]
    [InlineData("X-A", "X-B", false)]
    [InlineData("[{{json}}]", "[]", false)]
    [InlineData("userId", "anonymousId", false)]
    public void HTTP_APIs_are_equal_that_say_the_same(string old, string changed, bool isEqual) =>
        Assert.Equal(isEqual, TestDestinations.Options<HttpApiOptions>(HttpApi).Equals(TestDestinations.Options<HttpApiOptions>(Changed(HttpApi, old, changed))));

    private static string Changed(string settings, string old, string changed) => old.Length == 0 ? settings : settings.Replace(old, changed, StringComparison.Ordinal);
}
