using Gatehouse.Assets;

namespace Gatehouse.Tests.Assets;

public sealed class AcceptedCodingTests
{
    private static readonly Asset Both = new(Asset.Script, new byte[100], new byte[10], new byte[20]);
    private static readonly Asset GzipOnly = new(Asset.Script, new byte[100], default, new byte[20]);

    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("gzip, deflate, br", "br")]
    [InlineData("gzip, deflate", "gzip")]
    [InlineData("GZIP", "gzip")]
    [InlineData("x-gzip", "gzip")]
    [InlineData("deflate", null)]
    [InlineData("*", "br")]
    [InlineData("br;q=0, *", "gzip")]
    [InlineData("br;q=0.5, gzip;q=0.8", "gzip")]
    [InlineData("br;q=0.001", "br")]
    [InlineData("br;q=0", null)]
    [InlineData("br;q=0.000, gzip;q=0.0", null)]
    [InlineData("identity, br;q=0.5", null)]
    [InlineData("identity;q=0.5, gzip;q=0.5", "gzip")]
    [InlineData("br ; q=1.000 , gzip", "br")]
    [InlineData("br;q=1.001", null)]
    [InlineData("br;q=nonsense", null)]
    [InlineData("br;q=", null)]
    [InlineData("brr", null)]
    [InlineData(",,;,", null)]
    [InlineData("*;q=0", null)]
    public void The_form_follows_the_weights(string? accepted, string? coding) => Assert.Equal(coding, AcceptedCoding.Choose(accepted, Both));

    [Fact]
    public void A_form_that_is_not_there_is_not_chosen() => Assert.Equal("gzip", AcceptedCoding.Choose("br, gzip;q=0.1", GzipOnly));

    [Fact]
    public void Two_header_lines_are_one_list() => Assert.Equal("br", AcceptedCoding.Choose(new(["gzip;q=0.5", "br;q=0.9"]), Both));
}
