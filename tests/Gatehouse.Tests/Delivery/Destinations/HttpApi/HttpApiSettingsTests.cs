namespace Gatehouse.Tests.Delivery.Destinations.HttpApi;

public sealed class HttpApiSettingsTests
{
    [Theory]
    [InlineData("""{ "Type": "http-api" }""", "Url", "is missing")]
    [InlineData("""{ "Type": "http-api", "Url": "ftp://a.example/" }""", "Url", "http or https")]
    [InlineData("""{ "Type": "http-api", "Url": "https://{{userId}}.example/" }""", "Url", "path and query")]
    [InlineData("""{ "Type": "http-api", "Url": "https://a.example{{userId}}" }""", "Url", "path and query")]
    [InlineData("""{ "Type": "http-api", "Url": "{{properties.url}}" }""", "Url", "path and query")]
    [InlineData("""{ "Type": "http-api", "Url": "https://a.example/{{userId}}/../b" }""", "Url", ". or ..")]
    [InlineData("""{ "Type": "http-api", "Url": "http://127.0.0.1/{{userId}}", "AllowPrivateNetwork": false }""", "Url", "AllowPrivateNetwork")]
    [InlineData("""{ "Type": "http-api", "Url": "https://a.example/{{user" }""", "Url", "does not end")]
    [InlineData("""{ "Type": "http-api", "Url": "https://a.example/", "Body": "{\"a\": {{}}}" }""", "Body", "names nothing")]
    [InlineData("""{ "Type": "http-api", "Url": "https://a.example/", "Body": "{\"a\": {{a..b}}}" }""", "Body", "names nothing")]
    [InlineData("""{ "Type": "http-api", "Url": "https://a.example/", "Body": "{\"a\": 1{{userId}}}" }""", "Body", "no JSON")]
    [InlineData("""{ "Type": "http-api", "Url": "https://a.example/", "Body": "{\"a\": {{userId}}{{userId}}}" }""", "Body", "no JSON")]
    [InlineData("""{ "Type": "http-api", "Url": "https://a.example/", "Body": "{\"a\": \"\\u00{{userId}}\"}" }""", "Body", "no JSON")]
    [InlineData("""{ "Type": "http-api", "Url": "https://a.example/", "Body": "{\"a\": \"\\{{userId}}\"}" }""", "Body", "no JSON")]
    [InlineData("""{ "Type": "http-api", "Url": "https://a.example/", "Body": "{{{userId}}: 1}" }""", "Body", "names nothing")]
    [InlineData("""{ "Type": "http-api", "Url": "https://a.example/", "Body": "{ {{userId}}: 1}" }""", "Body", "no JSON")]
    [InlineData("""{ "Type": "http-api", "Url": "https://a.example/", "Body": "{{secrets.key}}" }""", "Body", "Secrets:key")]
    [InlineData("""{ "Type": "http-api", "Url": "https://a.example/", "Body": "{}", "Method": "GET" }""", "Body", "Method")]
    [InlineData("""{ "Type": "http-api", "Url": "https://a.example/", "Headers": { "Host": "b.example" } }""", "Headers:Host", "remove it")]
    [InlineData("""{ "Type": "http-api", "Url": "https://a.example/", "Headers": { "X-A": "a\r\nb" } }""", "Headers:X-A", "one line")]
    [InlineData("""{ "Type": "http-api", "Url": "https://a.example/", "Headers": { "Content-Type": "{{userId}}" } }""", "Headers:Content-Type", "content type")]
    public void A_fault_is_told_with_its_key_and_its_mend(string settings, string key, string mend)
    {
        var fault = Assert.Single(TestDestinations.Faults(settings));

        Assert.Equal("Gatehouse:Sites:shop:Destinations:d:" + key, fault.Key);
        Assert.Contains(mend, fault.Mend, StringComparison.Ordinal);
    }
}
