using Gatehouse.Profiles;
using Gatehouse.Visitors;

namespace Gatehouse.Tests.Profiles;

public sealed class ProfileKeyTests
{
    [Theory]
    [InlineData("u1")]
    [InlineData(".")]
    [InlineData("../..")]
    [InlineData("é😀 x")]
    public void An_ordinary_text_is_an_id(string id)
    {
        Assert.True(ProfileKey.TryCreate("shop", ProfileKind.User, id, out var key));
        Assert.Equal(id, key.Id);
        Assert.DoesNotContain(id.Length > 1 ? id : "u1", key.ToString(), StringComparison.Ordinal);
    }

    // As numbers: half characters do not survive in an attribute.
    [Theory]
    [InlineData]
    [InlineData(0)]
    [InlineData(0x61, 10)]
    [InlineData(0x7F)]
    [InlineData(0x9F, 0x61)]
    [InlineData(0xD800)]
    [InlineData(0xDC00)]
    [InlineData(0xDC00, 0xD800)]
    [InlineData(0x61, 0xD83D)]
    [InlineData(0xD83D, 0x61)]
    [InlineData(0xD83D, 0xD83D, 0xDE00)]
    public void Control_characters_and_half_characters_are_no_id(params int[] codes) =>
        Assert.False(ProfileKey.TryCreate("shop", ProfileKind.User, string.Concat(codes.Select(static code => (char)code)), out _));

    [Fact]
    public void An_id_has_a_longest_length()
    {
        Assert.True(ProfileKey.TryCreate("shop", ProfileKind.User, new string('x', ProfileKey.LongestId), out _));
        Assert.False(ProfileKey.TryCreate("shop", ProfileKind.User, new string('x', ProfileKey.LongestId + 1), out _));
        Assert.False(ProfileKey.TryCreate("shop", ProfileKind.User, null, out _));
    }

    [Fact]
    public void The_user_id_comes_first()
    {
        Assert.True(ProfileKey.TryOf("shop", new Visitor { UserId = "u", AnonymousId = "a" }, out var key));
        Assert.Equal((ProfileKind.User, "u"), (key.Kind, key.Id));
        Assert.True(ProfileKey.TryOf("shop", new Visitor { AnonymousId = "a" }, out key));
        Assert.Equal((ProfileKind.Anonymous, "a"), (key.Kind, key.Id));
        Assert.False(ProfileKey.TryOf("shop", Visitor.Unknown, out _));
    }
}
