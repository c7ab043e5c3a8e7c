using Gatehouse.Collect;
using Gatehouse.Events;

namespace Gatehouse.Tests.Collect;

public sealed class UserAgentsTests
{
    [Theory]
    [InlineData("", null)]
    [InlineData("Mozilla/5.0", "Mozilla/5.0")]
    [InlineData("Br\u00c3\u00b6wser", "Bröwser")]
    [InlineData("Br\u00f6wser", "Bröwser")]
    public void A_header_is_utf8_or_else_what_its_bytes_stand_for(string header, string? text) =>
        Assert.Equal(text, UserAgents.Read(header));

    [Fact]
    public void A_long_one_is_cut_between_characters()
    {
        var emoji = string.Concat("😀"u8.ToArray().Select(static octet => (char)octet));

        Assert.Equal(new string('x', EventLimits.UserAgentLength), UserAgents.Read(new string('x', 10_000)));
        Assert.Equal(new string('x', EventLimits.UserAgentLength - 1), UserAgents.Read(new string('x', EventLimits.UserAgentLength - 1) + emoji));
    }
}
