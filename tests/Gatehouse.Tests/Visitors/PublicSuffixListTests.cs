using Gatehouse.Visitors.PublicSuffixes;

namespace Gatehouse.Tests.Visitors;

public sealed class PublicSuffixListTests
{
    [Theory]

    // One label, and names under no rule: the last label is the suffix.
    [InlineData("com", "")]
    [InlineData("localhost", "")]
    [InlineData("shop.example", "shop.example")]
    [InlineData("www.shop.example", "shop.example")]
    [InlineData("a.b.shop.example", "shop.example")]

    // Plain rules, the longest one wins.
    [InlineData("example.com", "example.com")]
    [InlineData("a.b.example.com", "example.com")]
    [InlineData("uk.com", "")]
    [InlineData("shop.uk.com", "shop.uk.com")]
    [InlineData("co.uk", "")]
    [InlineData("example.co.uk", "example.co.uk")]
    [InlineData("www.example.co.uk", "example.co.uk")]
    [InlineData("example.uk", "example.uk")]
    [InlineData("kobe.jp", "kobe.jp")]
    [InlineData("ac.jp", "")]
    [InlineData("www.test.ac.jp", "test.ac.jp")]
    [InlineData("kyoto.jp", "")]
    [InlineData("ide.kyoto.jp", "")]
    [InlineData("b.ide.kyoto.jp", "b.ide.kyoto.jp")]

    // Wildcards and their exceptions.
    [InlineData("c.kobe.jp", "")]
    [InlineData("b.c.kobe.jp", "b.c.kobe.jp")]
    [InlineData("a.b.c.kobe.jp", "b.c.kobe.jp")]
    [InlineData("city.kobe.jp", "city.kobe.jp")]
    [InlineData("www.city.kobe.jp", "city.kobe.jp")]
    [InlineData("city.kawasaki.jp", "city.kawasaki.jp")]
    [InlineData("other.kawasaki.jp", "")]
    [InlineData("ck", "")]
    [InlineData("test.ck", "")]
    [InlineData("b.test.ck", "b.test.ck")]
    [InlineData("www.ck", "www.ck")]
    [InlineData("www.www.ck", "www.ck")]

    // The private section.
    [InlineData("github.io", "")]
    [InlineData("a.github.io", "a.github.io")]
    [InlineData("b.a.github.io", "a.github.io")]
    [InlineData("shop.pages.dev", "shop.pages.dev")]
    [InlineData("test.k12.ak.us", "test.k12.ak.us")]
    [InlineData("k12.ak.us", "")]

    // Internationalised names stand in their ASCII form.
    [InlineData("xn--55qx5d.cn", "")]
    [InlineData("xn--85x722f.xn--55qx5d.cn", "xn--85x722f.xn--55qx5d.cn")]
    [InlineData("www.xn--85x722f.xn--fiqs8s", "xn--85x722f.xn--fiqs8s")]
    [InlineData("xn--fiqs8s", "")]

    // First and last lines of the list, and names beside them.
    [InlineData("0.bg", "")]
    [InlineData("a.0.bg", "a.0.bg")]
    [InlineData("zzzzzz.zz", "zzzzzz.zz")]
    [InlineData("#", "")]
    public void A_hosts_cookies_belong_to_its_registrable_domain(string host, string domain) =>
        Assert.Equal(domain, PublicSuffixList.RegistrableDomain(host).ToString());

    [Fact]
    public void A_name_of_a_hundred_labels_is_judged_by_its_end()
    {
        var host = string.Concat(Enumerable.Repeat("a.", 100)) + "shop.co.uk";

        Assert.Equal("shop.co.uk", PublicSuffixList.RegistrableDomain(host).ToString());
    }

    [Fact]
    public void A_look_up_allocates_nothing()
    {
        PublicSuffixList.RegistrableDomain("www.example.co.uk");
        var before = GC.GetAllocatedBytesForCurrentThread();

        PublicSuffixList.RegistrableDomain("www.example.co.uk");

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
