using System.Net;
using Gatehouse.Conformance.Delivery;
using Gatehouse.Delivery;
using Gatehouse.Delivery.Destinations.Http;
using Gatehouse.Delivery.Destinations.Webhook;
using Gatehouse.Tests.Harness;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gatehouse.Tests.Delivery.Destinations.Http;

public sealed class PublicAddressTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.9.1")]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("169.254.169.254")]
    [InlineData("168.63.129.16")]
    [InlineData("100.64.0.1")]
    [InlineData("100.100.100.200")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("198.18.0.1")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::127.0.0.1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("64:ff9b::169.254.169.254")]
    [InlineData("64:ff9b:1::1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("2001:0:1::1")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%2")]
    [InlineData("fc00::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("ff02::1")]
    [InlineData("2001:db8::1")]
    public void An_address_that_is_not_on_the_internet_is_not_public(string address) => Assert.False(PublicAddresses.Contains(IPAddress.Parse(address)));

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("::ffff:1.1.1.1")]
    [InlineData("64:ff9b::1.1.1.1")]
    [InlineData("2606:4700:4700::1111")]
    public void An_address_of_the_internet_is_public(string address) => Assert.True(PublicAddresses.Contains(IPAddress.Parse(address)));

    [Theory]
    [InlineData("http://localhost/")]
    [InlineData("http://LOCALHOST./")]
    [InlineData("http://a.localhost:8080/")]
    [InlineData("http://127.0.0.1/")]
    [InlineData("http://2130706433/")]
    [InlineData("http://0x7f.1/")]
    [InlineData("http://0177.0.0.1/")]
    [InlineData("http://127.1/")]
    [InlineData("http://[::1]/")]
    [InlineData("http://[::ffff:127.0.0.1]/")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    public void A_URL_that_leads_into_the_network_is_a_fault_where_that_is_forbidden(string url)
    {
        foreach (var type in new[] { "webhook", "http-api" })
        {
            var fault = Assert.Single(TestDestinations.Faults($$"""{ "Type": "{{type}}", "Url": "{{url}}", "AllowPrivateNetwork": false }"""));

            Assert.Equal("Gatehouse:Sites:shop:Destinations:d:Url", fault.Key);
            Assert.Contains("AllowPrivateNetwork", fault.Mend, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("http://127.0.0.1:9305/in")]
    [InlineData("http://[::1]/in")]
    [InlineData("http://10.0.0.7/in")]
    [InlineData("http://localhost:9305/in")]
    public void Whoever_writes_an_address_down_means_it(string url)
    {
        foreach (var type in new[] { "webhook", "http-api" })
        {
            Assert.NotNull(TestDestinations.Create($$"""{ "Type": "{{type}}", "Url": "{{url}}" }"""));
        }
    }

    [Fact]
    public async Task What_a_name_resolves_to_is_checked_when_the_connection_is_opened()
    {
        await using var receiver = await TestReceiver.StartAsync();
        var port = new Uri(receiver.Url).Port;

        // A name that no check of names can know: it resolves to loopback all the same.
        var allowed = await SendAsync(new() { Url = new($"http://localhost:{port}/in"), AllowPrivateNetwork = true });
        var refused = await SendAsync(new() { Url = new($"http://localhost:{port}/in") });

        Assert.Equal(DeliveryVerdict.Delivered, allowed.Verdict);
        Assert.Equal(DeliveryVerdict.Retry, refused.Verdict);
        Assert.Contains("set AllowPrivateNetwork to true", refused.Answer, StringComparison.Ordinal);
        Assert.Single(receiver.Received);
    }

    private static async Task<DeliveryResult> SendAsync(WebhookOptions options)
    {
        await using var destination = new WebhookDestination(options, new()
        {
            Site = "shop", Name = "d", Log = Guid.Empty, Folder = "none", Time = TimeProvider.System, Loggers = NullLoggerFactory.Instance,
        });
        return await destination.SendAsync(DestinationEvents.Batch(DestinationEvents.Some(1, 1)), TestContext.Current.CancellationToken);
    }
}
