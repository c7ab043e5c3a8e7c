using Gatehouse.Sites;

namespace Gatehouse.Tests.Sites;

public sealed class SiteHostTests
{
    [Theory]
    [InlineData("www.Shop.Example", "www.shop.example", null, false)]
    [InlineData("shop.example.", "shop.example", null, false)]
    [InlineData("shop.example:8443", "shop.example", 8443, false)]
    [InlineData("localhost:1", "localhost", 1, false)]
    [InlineData("127.0.0.1:80", "127.0.0.1", 80, true)]
    [InlineData("[::1]:8080", "[::1]", 8080, true)]
    [InlineData("[::1]", "[::1]", null, true)]
    [InlineData("xn--bcher-kva.example", "xn--bcher-kva.example", null, false)]
    public void A_host_is_read_into_name_and_port(string text, string name, int? port, bool isAddress)
    {
        Assert.True(SiteHost.TryParse(text, out var host));
        Assert.Equal((name, port, isAddress), (host.Name, host.Port, host.IsAddress));
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData(".")]
    [InlineData(".example")]
    [InlineData("a..b")]
    [InlineData("evil.test'+alert(1)+'")]
    [InlineData("evil\"-alert(1)-\".test")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("user@host")]
    [InlineData("host:0")]
    [InlineData("host:65536")]
    [InlineData("host:-1")]
    [InlineData("host:")]
    [InlineData("host:80:80")]
    [InlineData("[::1")]
    [InlineData("[]")]
    [InlineData("[::1]x")]
    [InlineData("[127.0.0.1]")]
    [InlineData("bücher.example")]
    [InlineData("-a.example")]
    public void What_is_not_a_host_is_not_taken_for_one(string? text) => Assert.False(SiteHost.TryParse(text, out _));

    [Fact]
    public void A_name_longer_than_DNS_allows_is_none() => Assert.False(SiteHost.TryParse(string.Join('.', Enumerable.Repeat("abcdefgh", 29)), out _));
}
