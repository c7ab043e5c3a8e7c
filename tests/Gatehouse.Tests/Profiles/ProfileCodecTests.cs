using System.Text;
using System.Text.Json;
using Gatehouse.Profiles;

namespace Gatehouse.Tests.Profiles;

public sealed class ProfileCodecTests
{
    // Golden: what version 1 has written must be readable for ever.
    private const string Golden =
        """{"format":1,"traits":{"red_group":[true,"push",1795514400000000,1795514400120000],"é\"":[120.50,"computed",-1,2],"deep":[{"a":[1e3,"\u00e9\n",null]},"push",1,1]},"pull":[1795514401000000,true,{"ltv":[120.5,1795500000000000],"plan":["gold",null]}],"forgotten":1795000000000000,"messages":["0000000000000000000000000000000f","ffffffffffffffffffffffffffffffff"],"positions":{"0f6b7a52":17}}""";

    [Fact]
    public void The_golden_record_is_read_as_the_format_says()
    {
        var record = ProfileCodec.Decode(Encoding.UTF8.GetBytes(Golden))!;

        Assert.Equal(["red_group", "é\"", "deep"], record.Traits.Keys);
        Assert.Equal((TraitSource.Push, 1795514400000000, 1795514400120000), (record.Traits["red_group"].Source, record.Traits["red_group"].Time, record.Traits["red_group"].Receipt));
        Assert.Equal("120.50", record.Traits["é\""].Value.GetRawText());
        Assert.Equal(TraitSource.Computed, record.Traits["é\""].Source);
        Assert.Equal((1795514401000000, true, 2), (record.Pull!.At, record.Pull.Found, record.Pull.Traits.Count));
        Assert.Null(record.Pull.Traits[1].Time);
        Assert.Equal(1795000000000000, record.Forgotten);
        Assert.Equal([15, UInt128.MaxValue], record.Messages);
        Assert.Equal(17, record.Positions["0f6b7a52"]);
    }

    // Golden: version 2 adds what events say and which ids belong together.
    private const string GoldenOfEvents =
        """{"format":2,"traits":{"plan":["gold","event",1795514400000000,1795514400120000]},"positions":{"0f6b7a52":17},"seen":1795514400120000,"joined":[["a1",2,1795514400000000],["a\u0001",1]],"claimed":"u1","generation":3,"outgoing":{"generation":3,"seen":1795514400120000,"traits":{"red":[true,"event",1,2]},"computed":{"views":["0011223344556677",[[1,2,3,4,5]]]}},"computed":{"last":["8899aabbccddeeff",[[1,2,"a"]]]},"audiences":{"interested":[true,1795514400120000]},"changes":[["interested",true,1795514400120000,"0f6b7a52",17]]}""";

    [Fact]
    public void The_golden_record_of_events_is_read_as_the_format_says()
    {
        var record = ProfileCodec.Decode(Encoding.UTF8.GetBytes(GoldenOfEvents))!;

        Assert.Equal(TraitSource.Event, record.Traits["plan"].Source);
        Assert.Equal((1795514400120000, "u1", 3), (record.Seen, record.Claimed, record.Generation));
        Assert.Equal([new("a1", 2, 1795514400000000), new("a\u0001", 1)], record.Joined);
        Assert.Equal((3, 1795514400120000, "true"), (record.Outgoing!.Generation, record.Outgoing.Seen, record.Outgoing.Traits["red"].Value.GetRawText()));
        Assert.Equal(("0011223344556677", "[[1,2,3,4,5]]"), (record.Outgoing.Computed["views"].Fingerprint, Encoding.UTF8.GetString(record.Outgoing.Computed["views"].State.Span)));
        Assert.Equal(("8899aabbccddeeff", """[[1,2,"a"]]"""), (record.Computed["last"].Fingerprint, Encoding.UTF8.GetString(record.Computed["last"].State.Span)));
        Assert.Equal(new(true, 1795514400120000), record.Audiences["interested"]);
        Assert.Equal([new("interested", true, 1795514400120000, "0f6b7a52", 17)], record.Changes);
    }

    [Theory]
    [InlineData(Golden)]
    [InlineData(GoldenOfEvents)]
    public void What_is_read_is_written_again_byte_for_byte(string golden) =>
        Assert.Equal(golden.Replace("\"format\":1", "\"format\":2", StringComparison.Ordinal), Encoding.UTF8.GetString(ProfileCodec.Encode(ProfileCodec.Decode(Encoding.UTF8.GetBytes(golden))!).Span));

    [Fact]
    public void An_empty_record_is_a_record()
    {
        Assert.Equal("""{"format":2}""", Encoding.UTF8.GetString(ProfileCodec.Encode(ProfileRecord.Empty).Span));
        Assert.False(ProfileCodec.Decode("""{"format":1}"""u8.ToArray())!.IsKnown);
    }

    [Fact]
    public void A_member_that_is_not_known_is_passed_over() =>
        Assert.True(ProfileCodec.Decode("""{"format":1,"later":{},"traits":{"a":[1,"push",1,1]}}"""u8.ToArray())!.Traits.ContainsKey("a"));

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"format":3}""")]
    [InlineData("""{"format":2,"joined":[["a"]]}""")]
    [InlineData("""{"format":2,"outgoing":{}}""")]
    [InlineData("""{"format":"1"}""")]
    [InlineData("""{"format":1,"traits":{"a":[1,"push",1]}}""")]
    [InlineData("""{"format":1,"traits":{"a":[1,"unknown",1,1]}}""")]
    [InlineData("""{"format":1,"traits":{"a":[1,"push",1.5,1]}}""")]
    [InlineData("""{"format":1,"traits":[]}""")]
    [InlineData("""{"format":1,"pull":[1]}""")]
    [InlineData("""{"format":1,"forgotten":"x"}""")]
    [InlineData("""{"format":1,"messages":["x"]}""")]
    [InlineData("""{"format":1,"positions":{"a":"b"}}""")]
    public void What_this_version_has_not_written_is_not_read(string value) => Assert.Null(ProfileCodec.Decode(Encoding.UTF8.GetBytes(value)));

    [Fact]
    public void The_deepest_value_that_may_be_sent_can_be_kept()
    {
        var json = string.Concat(Enumerable.Repeat("[", ProfileLimits.DeepestJson)) + string.Concat(Enumerable.Repeat("]", ProfileLimits.DeepestJson));
        Assert.True(JsonText.IsWellFormed(Encoding.UTF8.GetBytes(json)));
        var record = ProfileRecord.Empty with
        {
            Traits = new Dictionary<string, StoredTrait>(StringComparer.Ordinal) { ["a"] = new(JsonElement.Parse(json), TraitSource.Push, 1, 1) },
            Pull = new(1, Found: true, [new("b", JsonElement.Parse(json), 1)]),
        };

        Assert.Equal(json, ProfileCodec.Decode(ProfileCodec.Encode(record))!.Traits["a"].Value.GetRawText());
    }
}
