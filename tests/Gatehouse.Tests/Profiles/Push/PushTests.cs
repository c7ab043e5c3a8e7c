using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Gatehouse.Conformance.Profiles;
using Gatehouse.Profiles;
using Gatehouse.Profiles.Push;
using Gatehouse.Tests.Harness;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;

namespace Gatehouse.Tests.Profiles.Push;

public sealed class PushTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/seg/profiles")]
    [InlineData("/seg/profiles/")]
    [InlineData("/seg/personas")]
    [InlineData("/seg/personas/")]
    public async Task Both_routes_take_what_Engage_sends(string path)
    {
        await using var edge = await TestEdge.StartAsync(settings: ProfilePush.Settings);
        var body = """
            { "type": "identify", "userId": "u1", "traits": { "red_group": true }, "messageId": "p-1", "timestamp": "2026-11-24T10:00:00Z",
              "integrations": { "All": false, "Webhooks": true },
              "context": { "personas": { "computation_class": "audience", "computation_id": "aud_1", "computation_key": "red_group", "namespace": "spa_1", "space_id": "spa_1" } } }
            """;

        Assert.Equal((200, """{"success":true,"stored":1,"ignored":0}"""), await edge.PushAsync(Encoding.UTF8.GetBytes(body), ProfilePush.Basic, null, path));
        Assert.Equal("red_group=true", await edge.TraitsAsync("u1"));
    }

    [Theory]
    [InlineData("""{"type":"identify","userId":"u1","traits":{"ltv":120.50}}""", "ltv=120.50")]
    [InlineData("""{"type":"identify","userId":"u1","traits":{"j_o_1":"true"}}""", "j_o_1=\"true\"")]
    [InlineData("""{"type":"identify","userId":"u1","traits":{"a":1,"b":{"c":[1,"é"]}},"context":{"personas":{"computation_class":"computed_trait","computation_key":"zzz"}}}""", "a=1 b={\"c\":[1,\"é\"]}")]
    [InlineData("""{"type":"identify","userId":"u1","traits":{"a":1,"a":2}}""", "a=2")]
    [InlineData("""{"type":"track","event":"Audience Entered","userId":"u1","properties":{"audience_key":"red","red":true}}""", "red=true")]
    [InlineData("""{"type":"track","event":"Audience Exited","userId":"u1","properties":{"audience_key":"red","red":false,"other":1}}""", "red=false")]
    [InlineData("""{"type":"track","event":"Audience Entered","userId":"u1","properties":{"audience_key":"red"}}""", "red=true")]
    [InlineData("""{"type":"track","event":"Audience Exited","userId":"u1","properties":{"audience_key":"red"}}""", "red=false")]
    [InlineData("""{"type":"track","event":"Trait Computed","userId":"u1","properties":{"trait_key":"ltv","ltv":7}}""", "ltv=7")]
    [InlineData("""{"type":"track","event":"Renamed","userId":"u1","properties":{"trait_key":"ltv","ltv":7},"context":{"personas":{"computation_key":"old"}}}""", "ltv=7")]
    [InlineData("""{"type":"track","event":"Renamed","userId":"u1","properties":{"ltv":7},"context":{"personas":{"computation_class":"trait","computation_key":"ltv"}}}""", "ltv=7")]
    public async Task Every_form_is_understood(string body, string traits)
    {
        await using var edge = await TestEdge.StartAsync(settings: ProfilePush.Settings);

        Assert.Equal(200, (await edge.PushAsync(body)).Status);
        Assert.Equal(traits, await edge.TraitsAsync("u1"));
    }

    [Theory]
    [InlineData("""{"type":"group","groupId":"g1","userId":"u1","traits":{"a":1}}""")]
    [InlineData("""{"type":"page","userId":"u1"}""")]
    [InlineData("""{"type":"track","event":"Order Completed","userId":"u1","properties":{"revenue":7}}""")]
    public async Task A_message_that_no_profile_is_made_of_is_ignored_and_the_answer_says_so(string body)
    {
        await using var edge = await TestEdge.StartAsync(settings: ProfilePush.Settings);

        Assert.Equal((200, """{"success":true,"stored":0,"ignored":1}"""), await edge.PushAsync(body));
        Assert.Empty(await edge.TraitsAsync("u1"));
    }

    [Theory]
    [InlineData("", "empty_body")]
    [InlineData("  \n", "empty_body")]
    [InlineData("[]", "empty_body")]
    [InlineData("{", "invalid_json")]
    [InlineData("{}}", "invalid_json")]
    [InlineData("{\"a\":NaN}", "invalid_json")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]", "invalid_json")]
    [InlineData("""{"type":"identify","userId":"u1","traits":{"a":"\ud800"}}""", "invalid_json")]
    [InlineData("""{"type":"identify","userId":"u1","traits":{"\udc00":1}}""", "invalid_json")]
    [InlineData("1", "invalid_message")]
    [InlineData("null", "invalid_message")]
    [InlineData("\"identify\"", "invalid_message")]
    [InlineData("[[]]", "invalid_message")]
    [InlineData("{}", "invalid_message")]
    [InlineData("""{"type":1,"userId":"u1","traits":{}}""", "invalid_message")]
    [InlineData("""{"type":"Identify","userId":"u1","traits":{}}""", "invalid_message")]
    [InlineData("""{"type":"identify","userId":"u1"}""", "invalid_message")]
    [InlineData("""{"type":"identify","userId":"u1","traits":[]}""", "invalid_message")]
    [InlineData("""{"type":"identify","userId":"u1","traits":"red"}""", "invalid_message")]
    [InlineData("""{"type":"identify","userId":"u1","traits":{"":1}}""", "invalid_message")]
    [InlineData("""{"type":"track","event":"Trait Computed","userId":"u1","properties":{"trait_key":"ltv"}}""", "invalid_message")]
    [InlineData("""{"type":"track","event":"x","userId":"u1"}""", "invalid_message")]
    [InlineData("""{"type":"identify","traits":{"a":1}}""", "invalid_message")]
    [InlineData("""{"type":"identify","userId":"","traits":{"a":1}}""", "invalid_message")]
    [InlineData("""{"type":"identify","userId":null,"anonymousId":null,"traits":{"a":1}}""", "invalid_message")]
    [InlineData("""{"type":"identify","userId":{"a":1},"traits":{"a":1}}""", "invalid_message")]
    [InlineData("""{"type":"identify","userId":["u1"],"traits":{"a":1}}""", "invalid_message")]
    [InlineData("""{"type":"identify","userId":true,"traits":{"a":1}}""", "invalid_message")]
    [InlineData("""{"type":"identify","userId":"a\u0000b","traits":{"a":1}}""", "invalid_message")]
    [InlineData("""{"type":"identify","userId":"u1","timestamp":"yesterday","traits":{"a":1}}""", "invalid_message")]
    [InlineData("""{"type":"identify","userId":"u1","timestamp":17,"traits":{"a":1}}""", "invalid_message")]
    [InlineData("""{"type":"identify","userId":"u1","messageId":17,"traits":{"a":1}}""", "invalid_message")]
    [InlineData("""{"type":"delete"}""", "invalid_message")]
    public async Task What_makes_no_sense_is_refused_with_a_reason(string body, string code)
    {
        await using var edge = await TestEdge.StartAsync(settings: ProfilePush.Settings);

        var (status, text) = await edge.PushAsync(body);

        Assert.Equal(400, status);
        Assert.StartsWith($$"""{"error":{"code":"{{code}}","message":""", text, StringComparison.Ordinal);
        Assert.Empty(await edge.TraitsAsync("u1"));
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_refused()
    {
        await using var edge = await TestEdge.StartAsync(settings: ProfilePush.Settings);

        Assert.Equal(400, (await edge.PushAsync([.. """{"type":"identify","userId":"u"""u8, 0xFF, .. "\",\"traits\":{}}"u8], ProfilePush.Basic, null)).Status);
    }

    [Theory]
    [InlineData("u1")]
    [InlineData("../../x y")]
    [InlineData("..")]
    [InlineData("%2f")]
    [InlineData("a+b@c.example")]
    [InlineData("'; DROP TABLE profiles; --")]
    [InlineData("用户😀")]
    public async Task An_id_is_a_text_and_nothing_else(string id)
    {
        await using var edge = await TestEdge.StartAsync(settings: ProfilePush.Settings);

        Assert.Equal(200, (await edge.PushAsync($$$"""{"type":"identify","userId":"{{{id}}}","traits":{"a":1}}""")).Status);
        Assert.Equal("a=1", await edge.TraitsAsync(id));
    }

    [Fact]
    public async Task An_id_of_10_KB_is_refused_and_read_as_nobody()
    {
        await using var edge = await TestEdge.StartAsync(settings: ProfilePush.Settings);
        var id = new string('x', 10_000);

        Assert.Equal(400, (await edge.PushAsync($$$"""{"type":"identify","userId":"{{{id}}}","traits":{"a":1}}""")).Status);
        Assert.Same(Profile.Empty, await edge.ProfileAsync(id));
    }

    [Fact]
    public async Task A_number_as_id_is_its_text_and_an_anonymous_id_alone_has_a_profile_of_its_own()
    {
        await using var edge = await TestEdge.StartAsync(settings: ProfilePush.Settings);

        await edge.PushAsync("""{"type":"identify","userId":17,"traits":{"a":1}}""");
        await edge.PushAsync("""{"type":"identify","userId":null,"anonymousId":"17","traits":{"a":2}}""");
        await edge.PushAsync("""{"type":"identify","userId":"17","anonymousId":"18","traits":{"b":3}}""");

        Assert.Equal("a=1 b=3", await edge.TraitsAsync("17", "18"));
        Assert.Equal("a=2", await edge.TraitsAsync(anonymous: "17"));
        Assert.Empty(await edge.TraitsAsync(anonymous: "18"));
    }

    [Fact]
    public async Task The_newer_time_stamp_wins_per_trait_whatever_the_order_of_arrival()
    {
        await using var edge = await TestEdge.StartAsync(settings: ProfilePush.Settings);

        await edge.PushAsync("""{"type":"identify","userId":"u1","timestamp":"2026-11-24T10:00:02Z","traits":{"a":"late","b":"late"}}""");
        await edge.PushAsync("""{"type":"identify","userId":"u1","timestamp":"2026-11-24T11:00:01+01:00","traits":{"a":"early","c":"early"}}""");
        await edge.PushAsync("""{"type":"identify","userId":"u1","timestamp":"2026-11-24T10:00:02.000Z","traits":{"b":"same time, later receipt"}}""");

        Assert.Equal("a=\"late\" b=\"same time, later receipt\" c=\"early\"", await edge.TraitsAsync("u1"));
    }

    [Fact]
    public async Task A_message_counts_once_also_after_a_restart()
    {
        var store = new MemoryProfileStore();
        for (var start = 0; start < 2; start++)
        {
            await using var edge = await StartAsync(store);
            Assert.Equal(200, (await edge.PushAsync("""{"type":"identify","userId":"u1","messageId":"p-1","traits":{"a":"first"}}""")).Status);
            Assert.Equal(200, (await edge.PushAsync($$$"""{"type":"identify","userId":"u1","messageId":"p-2-{{{start}}}","traits":{"a":"second {{{start}}}"}}""")).Status);
            Assert.Equal(200, (await edge.PushAsync("""{"type":"identify","userId":"u1","messageId":"p-1","traits":{"a":"again"}}""")).Status);
            Assert.Equal($"a=\"second {start}\"", await edge.TraitsAsync("u1"));
        }
    }

    [Fact]
    public async Task Deletion_forgets_and_refuses_what_is_older()
    {
        await using var edge = await TestEdge.StartAsync(settings: ProfilePush.Settings);
        await edge.PushAsync("""{"type":"identify","userId":"u1","timestamp":"2026-11-24T10:00:00Z","traits":{"a":1}}""");
        await edge.PushAsync("""{"type":"identify","userId":"u1","traits":{"b":1}}""");

        Assert.Equal((200, """{"success":true,"stored":1,"ignored":0}"""), await edge.PushAsync("""{"type":"delete","userId":"u1","timestamp":"2026-11-24T11:00:00Z"}"""));
        Assert.Empty(await edge.TraitsAsync("u1"));
        Assert.Equal(200, (await edge.PushAsync("""{"type":"identify","userId":"u1","timestamp":"2026-11-24T11:00:00Z","traits":{"a":2}}""")).Status);
        Assert.Empty(await edge.TraitsAsync("u1"));
        await edge.PushAsync("""{"type":"identify","userId":"u1","timestamp":"2026-11-24T11:00:01Z","traits":{"a":3}}""");
        Assert.Equal("a=3", await edge.TraitsAsync("u1"));
    }

    [Fact]
    public async Task An_array_of_4000_is_stored_and_one_more_is_too_many()
    {
        await using var edge = await TestEdge.StartAsync(settings: ProfilePush.Settings);
        string Messages(int count) => "[" + string.Join(",", Enumerable.Range(0, count).Select(static number => string.Create(CultureInfo.InvariantCulture, $$$"""{"type":"identify","userId":"u{{{number % 3000}}}","traits":{"t{{{number}}}":{{{number}}}}}"""))) + "]";

        Assert.Equal(413, (await edge.PushAsync(Messages(4001))).Status);
        Assert.Empty(await edge.TraitsAsync("u0"));
        Assert.Equal((200, """{"success":true,"stored":4000,"ignored":0}"""), await edge.PushAsync(Messages(4000)));
        Assert.Equal("t0=0 t3000=3000", await edge.TraitsAsync("u0"));
        Assert.Equal("t2999=2999", await edge.TraitsAsync("u2999"));
    }

    [Fact]
    public async Task A_bad_message_in_an_array_is_named_and_the_others_are_stored()
    {
        await using var edge = await TestEdge.StartAsync(settings: ProfilePush.Settings);

        var (status, text) = await edge.PushAsync("""[{"type":"identify","userId":"u1","traits":{"a":1}},{"type":"identify","traits":{}},{"type":"identify","userId":"u2","traits":{"a":2}}]""");

        Assert.Equal(400, status);
        Assert.Contains("Message 1:", text, StringComparison.Ordinal);
        Assert.Equal("a=1", await edge.TraitsAsync("u1"));
        Assert.Equal("a=2", await edge.TraitsAsync("u2"));
    }

    [Fact]
    public async Task A_packed_body_is_unpacked_within_a_bound()
    {
        await using var edge = await TestEdge.StartAsync(settings: ProfilePush.Settings);
        var good = PushAuthTests.Gzip("""{"type":"identify","userId":"u1","traits":{"a":1}}"""u8.ToArray());

        Assert.Equal(200, (await edge.PushAsync(good, ProfilePush.Basic, null, coding: "gzip")).Status);
        Assert.Equal("a=1", await edge.TraitsAsync("u1"));
        Assert.Equal(400, (await edge.PushAsync(good[..^20], ProfilePush.Basic, null, coding: "gzip")).Status);
        Assert.Equal(400, (await edge.PushAsync("not gzip"u8.ToArray(), ProfilePush.Basic, null, coding: "gzip")).Status);
        Assert.Equal(400, (await edge.PushAsync([], ProfilePush.Basic, null, coding: "gzip")).Status);
        Assert.Equal(415, (await edge.PushAsync(good, ProfilePush.Basic, null, coding: "br")).Status);
        Assert.Equal(413, (await edge.PushAsync(PushAuthTests.Gzip(new byte[9 * 1024 * 1024]), ProfilePush.Basic, null, coding: "gzip")).Status);
        Assert.Equal(413, (await edge.PushAsync(new byte[9 * 1024 * 1024], ProfilePush.Basic, null)).Status);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    [InlineData("HEAD")]
    public async Task Other_methods_are_refused(string method)
    {
        await using var origin = await TestOrigin.StartAsync(static _ => Task.CompletedTask);
        await using var edge = await TestEdge.StartAsync(origin, ProfilePush.Settings);
        using var request = new HttpRequestMessage(new HttpMethod(method), "/seg/profiles");

        using var answer = await edge.Client.SendAsync(request, Cancel);

        Assert.Equal(405, (int)answer.StatusCode);
        Assert.Equal(["POST"], answer.Content.Headers.Allow);
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Empty(origin.Seen);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_push_that_cannot_be_stored_is_answered_503_and_can_be_repeated(int trouble)
    {
        var store = new MemoryProfileStore { Trouble = new[] { StoreOutcome.Busy, StoreOutcome.Full, StoreOutcome.Failed }[trouble - 1] };
        await using var edge = await StartAsync(store);
        const string Message = """{"type":"identify","userId":"u1","messageId":"p-1","traits":{"a":1}}""";

        Assert.Equal(503, (await edge.PushAsync(Message)).Status);
        Assert.Null(await edge.ProfileAsync("u1"));
        store.Trouble = StoreOutcome.None;
        Assert.Equal(200, (await edge.PushAsync(Message)).Status);
        Assert.Equal("a=1", await edge.TraitsAsync("u1"));
    }

    [Fact]
    public async Task Parallel_pushes_for_one_visitor_lose_nothing()
    {
        await using var edge = await TestEdge.StartAsync(settings: ProfilePush.Settings);

        await Task.WhenAll(Enumerable.Range(0, 200).Select(async number => Assert.Equal(200, (await edge.PushAsync($$$"""{"type":"identify","userId":"u1","traits":{"t{{{number}}}":true}}""")).Status)));

        Assert.Equal(200, (await edge.ProfileAsync("u1"))!.Traits.Count);
    }

    [Fact]
    public async Task A_body_that_does_not_come_is_waited_for_during_ten_seconds()
    {
        var time = new FakeTimeProvider();
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync("{"u8.ToArray(), Cancel);
        var context = new DefaultHttpContext { Request = { Body = pipe.Reader.AsStream() } };

        var reading = PushBody.ReadAsync(context.Request, time, PushBody.MostBytes);
        time.Advance(TimeSpan.FromSeconds(9));
        Assert.False(reading.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(408, (await reading).Refusal?.Status);
    }

    private static Task<TestEdge> StartAsync(MemoryProfileStore store) =>
        TestEdge.StartAsync(settings: ProfilePush.Settings, build: builder => builder.Services.Replace(ServiceDescriptor.Singleton<IProfileStore>(store)));
}
