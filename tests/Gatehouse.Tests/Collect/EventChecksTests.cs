using System.Net;
using Gatehouse.Events;
using Gatehouse.Tests.Harness;
using Gatehouse.Visitors;

namespace Gatehouse.Tests.Collect;

public sealed class EventChecksTests
{
    [Theory]

    // What each type needs.
    [InlineData("t", """{"anonymousId":"A"}""", "event_missing")]
    [InlineData("t", """{"anonymousId":"A","event":""}""", "event_missing")]
    [InlineData("t", """{"anonymousId":"A","event":null}""", "event_missing")]
    [InlineData("t", """{"anonymousId":"A","event":1}""", "event_missing")]
    [InlineData("t", """{"anonymousId":"A","event":{"a":1}}""", "event_missing")]
    [InlineData("g", """{"anonymousId":"A"}""", "group_id_missing")]
    [InlineData("g", """{"anonymousId":"A","groupId":""}""", "group_id_missing")]
    [InlineData("g", """{"anonymousId":"A","groupId":{}}""", "bad_id")]
    [InlineData("a", """{"anonymousId":"A","previousId":"P"}""", "user_id_missing")]
    [InlineData("a", """{"anonymousId":"A","userId":"U"}""", "previous_id_missing")]
    [InlineData("a", """{"userId":"U","previousId":[]}""", "bad_id")]
    [InlineData("p", """{}""", "id_missing")]
    [InlineData("i", """{"traits":{"a":1}}""", "id_missing")]
    [InlineData("p", """{"userId":null,"anonymousId":null}""", "id_missing")]
    [InlineData("p", """{"userId":"","anonymousId":""}""", "id_missing")]

    // Ids are text.
    [InlineData("p", """{"userId":{"id":"U"},"anonymousId":"A"}""", "bad_id")]
    [InlineData("p", """{"userId":["U"],"anonymousId":"A"}""", "bad_id")]
    [InlineData("p", """{"userId":true,"anonymousId":"A"}""", "bad_id")]
    [InlineData("p", """{"anonymousId":false}""", "bad_id")]
    [InlineData("p", """{"anonymousId":"a\u0000"}""", "bad_id")]
    [InlineData("p", """{"anonymousId":"a\r\nSet-Cookie: x=y"}""", "bad_id")]
    [InlineData("p", """{"anonymousId":"\u0085"}""", "bad_id")]
    [InlineData("p", """{"anonymousId":".."}""", "bad_id")]
    [InlineData("p", """{"anonymousId":"  "}""", "bad_id")]
    [InlineData("p", """{"anonymousId":"A","messageId":{}}""", "bad_id")]
    [InlineData("p", """{"anonymousId":"A","messageId":"a\u0001"}""", "bad_id")]

    // Keys that say who and what stand there once, however they are written.
    [InlineData("p", """{"anonymousId":"A","anonymousId":"B"}""", "duplicate_key")]
    [InlineData("p", """{"anonymousId":"A","anonymous\u0049d":"B"}""", "duplicate_key")]
    [InlineData("p", """{"anonymousId":"A","context":{},"context":{}}""", "duplicate_key")]
    [InlineData("p", """{"anonymousId":"A","writeKey":"a","writeKey":"b"}""", "duplicate_key")]

    // Shapes.
    [InlineData("p", """{"anonymousId":"A","context":"c"}""", "bad_context")]
    [InlineData("p", """{"anonymousId":"A","context":[]}""", "bad_context")]
    [InlineData("p", """[]""", "not_an_object")]
    [InlineData("p", "\"text\"", "not_an_object")]
    [InlineData("p", """1""", "not_an_object")]
    [InlineData("p", """null""", "not_an_object")]
    [InlineData("b", """[{"type":"page","anonymousId":"A"}]""", "not_an_object")]
    [InlineData("b", """{}""", "batch_missing")]
    [InlineData("b", """{"type":"page","anonymousId":"A"}""", "batch_missing")]
    [InlineData("b", """{"batch":{}}""", "batch_missing")]
    [InlineData("b", """{"batch":null}""", "batch_missing")]
    [InlineData("b", """{"batch":[]}""", "batch_empty")]
    [InlineData("b", """{"batch":[{"type":"page","anonymousId":"A"}],"batch":[]}""", "duplicate_key")]
    [InlineData("b", """{"batch":[{"type":"page","anonymousId":"A"}],"context":"c"}""", "bad_context")]

    // Not JSON.
    [InlineData("p", "", "empty_body")]
    [InlineData("p", " \r\n\t", "empty_body")]
    [InlineData("p", "\uFEFF", "empty_body")]
    [InlineData("p", "{", "bad_json")]
    [InlineData("p", """{"anonymousId":"A"}}""", "bad_json")]
    [InlineData("p", """{"anonymousId":"A"} {}""", "bad_json")]
    [InlineData("p", """{"anonymousId":"A",}""", "bad_json")]
    [InlineData("p", """{"anonymousId":"A"/**/}""", "bad_json")]
    [InlineData("p", """{'anonymousId':'A'}""", "bad_json")]
    [InlineData("p", """{"anonymousId":"A","x":NaN}""", "bad_json")]
    [InlineData("p", """{"anonymousId":"A","x":01}""", "bad_json")]
    [InlineData("p", "{\"anonymousId\":\"A\0\"}", "bad_json")]
    [InlineData("p", """{"anonymousId":"A","x":"\ud8zz"}""", "bad_json")]
    [InlineData("p", "userId=U&event=E", "bad_json")]
    public async Task What_is_wrong_is_refused_with_its_reason(string method, string body, string code)
    {
        await using var api = await TestTrackingApi.StartAsync();
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting]);

        using var answer = await edge.PostEventAsync(method, body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(code, await answer.CodeAsync());
        Assert.Empty(answer.Cookies());
        Assert.Empty(api.Received);
    }

    [Theory]
    [InlineData("p", """{"anonymousId":1,"userId":-2.50}""", "1", "-2.50")]
    [InlineData("p", """{"anonymousId":"A","userId":1e3}""", "A", "1e3")]
    [InlineData("p", """{"anonymousId":"A","userId":"1e3"}""", "A", "1e3")]
    [InlineData("p", """{"anonymousId":"A","userId":""}""", "A", null)]
    [InlineData("p", """{"anonymousId":"A","userId":null}""", "A", null)]
    [InlineData("p", """{"userId":"U"}""", null, "U")]
    [InlineData("p", """{"\u0061nonymousId":"\u0041","userId":"\"\\\ud83d\ude00"}""", "A", "\"\\😀")]
    [InlineData("p", "\uFEFF \r\n{\"anonymousId\":\"A\"} \n", "A", null)]
    public async Task Ids_reach_the_destination_as_text(string method, string body, string? anonymousId, string? userId)
    {
        await using var api = await TestTrackingApi.StartAsync();
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting]);

        using var answer = await edge.PostEventAsync(method, body);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(anonymousId, (string?)api.OnlyEvent["anonymousId"]);
        Assert.Equal(userId, (string?)api.OnlyEvent["userId"]);
    }

    [Fact]
    public async Task Group_and_previous_ids_that_came_as_numbers_go_on_as_text()
    {
        await using var api = await TestTrackingApi.StartAsync();
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting]);

        using var group = await edge.PostEventAsync("g", """{"anonymousId":"A","groupId":12}""");
        using var alias = await edge.PostEventAsync("a", """{"userId":"U","previousId":34}""");

        Assert.Equal("12", (string?)api.Events.First()["groupId"]);
        Assert.Equal("34", (string?)api.Events.Last()["previousId"]);
    }

    [Fact]
    public async Task Ids_have_a_longest_length()
    {
        await using var api = await TestTrackingApi.StartAsync();
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting]);

        foreach (var (key, longest, code) in ((string, int, string)[])
        [
            ("anonymousId", VisitorId.Longest, "id_too_long"), ("userId", VisitorId.Longest, "id_too_long"), ("previousId", VisitorId.Longest, "id_too_long"),
            ("groupId", EventLimits.GroupIdLength, "id_too_long"), ("messageId", EventLimits.MessageIdLength, "message_id_too_long"),
        ])
        {
            var other = key == "userId" ? "anonymousId" : "userId";
            using var fits = await edge.PostEventAsync("p", $$"""{"{{other}}":"X","{{key}}":"{{new string('a', longest)}}"}""");
            using var tooLong = await edge.PostEventAsync("p", $$"""{"{{other}}":"X","{{key}}":"{{new string('a', longest + 1)}}"}""");

            Assert.Equal(HttpStatusCode.OK, fits.StatusCode);
            Assert.Equal(HttpStatusCode.BadRequest, tooLong.StatusCode);
            Assert.Equal(code, await tooLong.CodeAsync());
        }
    }

    [Theory]
    [InlineData("{\"anonymousId\":\"A\",\"x\":\"\xff\"}")]
    [InlineData("{\"anonymousId\":\"\xc3\"}")]
    [InlineData("{\"anonymousId\":\"\xed\xa0\x80\"}")]
    [InlineData("{\"anonymousId\":\"\xc0\x80\"}")]
    [InlineData("\xff\xfe{\0}\0")]
    public async Task A_body_that_is_not_utf8_is_refused(string latin1)
    {
        await using var edge = await TestEdge.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/seg/events/p") { Content = new ByteArrayContent(System.Text.Encoding.Latin1.GetBytes(latin1)) };

        using var answer = await edge.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("bad_utf8", await answer.CodeAsync());
    }

    [Theory]
    [InlineData("""a\ud83d""", "a\uFFFD")]
    [InlineData("""\ude00b""", "\uFFFDb")]
    [InlineData("""\ud83d\ud83d\ude00""", "\uFFFD😀")]
    [InlineData("""\uD83D\u0041""", "\uFFFDA")]
    [InlineData("""\ud83d\n""", "\uFFFD\n")]
    [InlineData("""\\ud83d""", "\\ud83d")]
    [InlineData("""\\\ud83d""", "\\\uFFFD")]
    [InlineData("""\ud83d\ude00""", "😀")]
    [InlineData("""\u0000""", "\0")]
    public async Task Half_an_emoji_becomes_a_replacement_character(string json, string text)
    {
        await using var api = await TestTrackingApi.StartAsync();
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting]);

        using var answer = await edge.PostEventAsync("p", $$$"""{"anonymousId":"A","properties":{"title":"{{{json}}}"}}""");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(text, (string?)api.OnlyEvent["properties"]!["title"]);
    }

    [Fact]
    public async Task Depth_is_bounded_by_what_every_json_reader_takes()
    {
        await using var api = await TestTrackingApi.StartAsync();
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting]);

        foreach (var (open, close) in ((string, string)[])[("[", "]"), ("""{"a":""", "}")])
        {
            using var fits = await edge.PostEventAsync("p", Nested(EventLimits.Depth - 1));
            using var tooDeep = await edge.PostEventAsync("p", Nested(EventLimits.Depth));
            using var bottomless = await edge.PostEventAsync("p", Nested(5_000));
            using var unclosed = await edge.PostEventAsync("p", string.Concat(Enumerable.Repeat(open, 5_000)));
            using var inBatch = await edge.PostEventAsync("b", """{"batch":[""" + Nested(EventLimits.Depth - 1) + "]}");
            using var tooDeepInBatch = await edge.PostEventAsync("b", """{"batch":[""" + Nested(EventLimits.Depth) + "]}");

            Assert.Equal(HttpStatusCode.OK, fits.StatusCode);
            Assert.Equal("too_deep", await tooDeep.CodeAsync());
            Assert.Equal("too_deep", await bottomless.CodeAsync());
            Assert.Equal("bad_json", await unclosed.CodeAsync());
            Assert.Equal(HttpStatusCode.OK, inBatch.StatusCode);
            Assert.Equal(HttpStatusCode.BadRequest, tooDeepInBatch.StatusCode);

            string Nested(int depth) => """{"type":"page","anonymousId":"A","properties":""" + string.Concat(Enumerable.Repeat(open, depth)) + (open == "[" ? "" : "1") + string.Concat(Enumerable.Repeat(close, depth)) + "}";
        }
    }

    [Fact]
    public async Task What_the_edge_does_not_read_passes_as_it_is()
    {
        await using var api = await TestTrackingApi.StartAsync();
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting]);
        const string properties = """{"a":1e400,"b":123456789012345678901234567890.10,"c":"<\/script>","d":[null,true,{}],"":"","e":"é☃😀","\u0066":0}""";

        using var answer = await edge.PostEventAsync("p", $$"""{"anonymousId":"A","properties":{{properties}},"integrations":{"All":false},"_metadata":{"bundled":[]},"own \"key\"":[1]}""");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var received = api.OnlyEvent;
        Assert.Equal("1e400", received["properties"]!["a"]!.ToJsonString());
        Assert.Equal("123456789012345678901234567890.10", received["properties"]!["b"]!.ToJsonString());
        Assert.Equal("</script>", (string?)received["properties"]!["c"]);
        Assert.Equal("é☃😀", (string?)received["properties"]!["e"]);
        Assert.Equal("""{"All":false}""", received["integrations"]!.ToJsonString());
        Assert.Equal("[1]", received["own \"key\""]!.ToJsonString());
        Assert.NotNull(received["_metadata"]);
    }

    [Fact]
    public async Task A_message_id_is_kept_or_made()
    {
        await using var api = await TestTrackingApi.StartAsync();
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting]);

        using var kept = await edge.PostEventAsync("p", """{"anonymousId":"A","messageId":"ajs-next-1-2"}""");
        using var made = await edge.PostEventAsync("p", """{"anonymousId":"A"}""");
        using var empty = await edge.PostEventAsync("p", """{"anonymousId":"A","messageId":null}""");

        string?[] ids = [.. api.Events.Select(static one => (string?)one["messageId"])];
        Assert.Equal("ajs-next-1-2", ids[0]);
        Assert.True(Guid.TryParse(ids[1], out _));
        Assert.True(Guid.TryParse(ids[2], out _));
    }

    [Fact]
    public async Task A_name_may_be_as_long_as_its_limit()
    {
        await using var api = await TestTrackingApi.StartAsync();
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting]);

        // Characters count, not bytes.
        using var fits = await edge.PostEventAsync("t", $$"""{"anonymousId":"A","event":"{{new string('ü', EventLimits.NameLength)}}"}""");
        using var tooLong = await edge.PostEventAsync("t", $$"""{"anonymousId":"A","event":"{{new string('ü', EventLimits.NameLength + 1)}}"}""");

        Assert.Equal(HttpStatusCode.OK, fits.StatusCode);
        Assert.Equal("event_too_long", await tooLong.CodeAsync());
    }
}
