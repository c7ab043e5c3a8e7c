using System.IO.Compression;
using System.Text;
using Gatehouse.Tests.Harness;

namespace Gatehouse.Tests.Profiles.Push;

public sealed class PushAuthTests
{
    private const string Message = """{"type":"identify","userId":"u1","traits":{"a":1}}""";

    [Theory]
    [InlineData("Basic dTpwOnE=", 200)]
    [InlineData("basic dTpwOnE=", 200)]
    [InlineData("Basic   dTpwOnE=", 200)]
    [InlineData(null, 401)]
    [InlineData("", 401)]
    [InlineData("Basic", 401)]
    [InlineData("Basic ", 401)]
    [InlineData("Basic %%%%", 401)]
    [InlineData("Basic dTpwOnE", 401)]
    [InlineData("Basic dQ==", 401)]
    [InlineData("Basic dTpw", 401)]
    [InlineData("Basic dTpwOnEx", 401)]
    [InlineData("Basic VTpwOnE=", 401)]
    [InlineData("Basic Og==", 401)]
    [InlineData("Basic /////w==", 401)]
    [InlineData("Bearer dTpwOnE=", 401)]
    public async Task Basic_credentials_are_split_at_the_first_colon_and_must_be_right(string? authorization, int status)
    {
        await using var edge = await TestEdge.StartAsync(settings: ProfilePush.Settings);

        Assert.Equal(status, (await edge.PushAsync(Encoding.UTF8.GetBytes(Message), authorization, null)).Status);
    }

    [Fact]
    public async Task Without_configured_credentials_every_push_is_refused()
    {
        await using var edge = await TestEdge.StartAsync();

        foreach (var authorization in new[] { null, ProfilePush.Basic, "Basic Og==" })
        {
            Assert.Equal(401, (await edge.PushAsync(Encoding.UTF8.GetBytes(Message), authorization, ProfilePush.Sign(Message, ""))).Status);
        }
    }

    [Fact]
    public async Task Who_it_is_comes_before_what_it_says()
    {
        await using var edge = await TestEdge.StartAsync(settings: ProfilePush.Settings);

        Assert.Equal(401, (await edge.PushAsync("{not json"u8.ToArray(), null, null)).Status);
        Assert.Equal(401, (await edge.PushAsync("{not json"u8.ToArray(), null, ProfilePush.Sign("other"))).Status);
        Assert.Equal(401, (await edge.PushAsync([], null, null)).Status);
    }

    [Theory]
    [InlineData("""{"type":"identify","userId":"u1","traits":{"a":1}}""")]
    [InlineData("""{"type":"identify","userId":"é😀</script>","traits":{"a":"\u00e9\n\"\/"}}""")]
    [InlineData("""{ "type" : "identify" , "userId" : "u1", "traits" : { "a" : 1.0 , "b":1e3 } }""")]
    public async Task A_signature_over_the_bytes_is_enough(string body)
    {
        await using var edge = await TestEdge.StartAsync(settings: ProfilePush.Settings);

        Assert.Equal(200, (await edge.PushAsync(Encoding.UTF8.GetBytes(body), null, ProfilePush.Sign(body))).Status);
        Assert.Equal(401, (await edge.PushAsync(Encoding.UTF8.GetBytes(body), null, ProfilePush.Sign(body + " "))).Status);
        Assert.Equal(401, (await edge.PushAsync(Encoding.UTF8.GetBytes(body), null, ProfilePush.Sign(body, "other"))).Status);
    }

    [Fact]
    public async Task A_signature_over_the_compact_text_is_enough_when_the_body_was_written_anew()
    {
        await using var edge = await TestEdge.StartAsync(settings: ProfilePush.Settings);
        var sent = Encoding.UTF8.GetBytes("{\n  \"type\": \"identify\", \"userId\": \"u1\",\n  \"traits\": { \"a\": 1.0, \"name\": \"\\u00e9\\/\" }\n}\n");

        Assert.Equal(200, (await edge.PushAsync(sent, null, ProfilePush.Sign("""{"type":"identify","userId":"u1","traits":{"a":1,"name":"é/"}}"""))).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("zz5cdd4ad5a4bb6fd5a3b2ea4e1d8d1c9f7e6a00")]
    [InlineData("sha1=0000000000000000000000000000000000000000")]
    public async Task A_signature_of_another_form_is_no_signature(string signature)
    {
        await using var edge = await TestEdge.StartAsync(settings: ProfilePush.Settings);

        Assert.Equal(401, (await edge.PushAsync(Encoding.UTF8.GetBytes(Message), null, signature)).Status);
    }

    [Fact]
    public async Task A_wrong_signature_beside_right_Basic_credentials_does_no_harm_and_the_other_way_round()
    {
        await using var edge = await TestEdge.StartAsync(settings: ProfilePush.Settings);

        Assert.Equal(200, (await edge.PushAsync(Encoding.UTF8.GetBytes(Message), ProfilePush.Basic, ProfilePush.Sign("other"))).Status);
        Assert.Equal(200, (await edge.PushAsync(Encoding.UTF8.GetBytes(Message), "Basic Og==", ProfilePush.Sign(Message))).Status);
    }

    [Fact]
    public async Task The_signature_of_the_first_message_proves_no_array_but_that_of_one()
    {
        await using var edge = await TestEdge.StartAsync(settings: ProfilePush.Settings);
        var two = Encoding.UTF8.GetBytes($$$"""[ {{{Message}}} ,{"type":"identify","userId":"admin","traits":{"a":2}}]""");

        Assert.Equal(401, (await edge.PushAsync(two, null, ProfilePush.Sign(Message))).Status);
        Assert.Empty(await edge.TraitsAsync("admin"));
        Assert.Empty(await edge.TraitsAsync("u1"));
        Assert.Equal(200, (await edge.PushAsync(Encoding.UTF8.GetBytes($"[ {Message} ]"), null, ProfilePush.Sign(Message))).Status);
        Assert.Equal(200, (await edge.PushAsync(two, ProfilePush.Basic, ProfilePush.Sign(Message))).Status);
        Assert.Equal(200, (await edge.PushAsync(two, null, ProfilePush.Sign(Encoding.UTF8.GetString(two)))).Status);
        Assert.Equal("a=2", await edge.TraitsAsync("admin"));
    }

    [Fact]
    public async Task A_packed_body_may_be_signed_before_or_after_packing()
    {
        await using var edge = await TestEdge.StartAsync(settings: ProfilePush.Settings);
        var packed = Gzip(Encoding.UTF8.GetBytes(Message));

        Assert.Equal(200, (await edge.PushAsync(packed, null, ProfilePush.Sign(Message), coding: "gzip")).Status);
        Assert.Equal("a=1", await edge.TraitsAsync("u1"));
    }

    [Fact]
    public async Task A_sender_with_a_signature_alone_is_not_read_beyond_one_message()
    {
        await using var edge = await TestEdge.StartAsync(settings: ProfilePush.Settings);
        var large = Encoding.UTF8.GetBytes(Message + new string(' ', 300_000));

        Assert.Equal(413, (await edge.PushAsync(large, null, ProfilePush.Sign("x"))).Status);
        Assert.Equal(200, (await edge.PushAsync(large, ProfilePush.Basic, null)).Status);
        Assert.Equal(413, (await edge.PushAsync(Gzip(large), null, ProfilePush.Sign("x"), coding: "gzip")).Status);
    }

    internal static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }
}
