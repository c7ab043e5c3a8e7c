using System.Net;
using Gatehouse.Events;
using Gatehouse.Tests.Harness;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Tests.Collect;

public sealed class EventIdsTests
{
    [Theory]

    // Who the event goes on as: its own ids, then the cookies'.
    [InlineData("ajs_anonymous_id=A; ajs_user_id=U", "p", """{}""", "A", "U")]
    [InlineData("ajs_anonymous_id=A; ajs_user_id=U", "p", """{"anonymousId":"A","userId":null}""", "A", "U")]
    [InlineData("ajs_anonymous_id=A; ajs_user_id=U", "p", """{"anonymousId":null,"userId":null}""", "A", "U")]
    [InlineData("ajs_anonymous_id=A; ajs_user_id=U", "p", """{"anonymousId":"B","userId":null}""", "B", null)]
    [InlineData("ajs_anonymous_id=A; ajs_user_id=U", "p", """{"anonymousId":"B","userId":"V"}""", "B", "V")]
    [InlineData("ajs_anonymous_id=A; ajs_user_id=U", "p", """{"userId":"V"}""", "A", "V")]
    [InlineData("ajs_user_id=U", "p", """{}""", null, "U")]
    [InlineData("ajs_user_id=U", "p", """{"anonymousId":"B"}""", "B", null)]
    [InlineData("ajs_user_id=1e3", "p", """{"anonymousId":null}""", null, "1e3")]
    [InlineData("_sio=A----U", "p", """{}""", "A", "U")]
    public async Task An_event_goes_on_with_its_own_ids_and_then_the_cookies(string cookie, string method, string body, string? anonymousId, string? userId)
    {
        await using var api = await TestTrackingApi.StartAsync();
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting]);

        using var answer = await edge.PostEventAsync(method, body, ("Cookie", cookie));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(anonymousId, (string?)api.OnlyEvent["anonymousId"]);
        Assert.Equal(userId, (string?)api.OnlyEvent["userId"]);
    }

    [Theory]

    // The anonymous id of an event is the browser's.
    [InlineData("", "p", """{"anonymousId":"B"}""", "B", null)]
    [InlineData("ajs_anonymous_id=A", "p", """{"anonymousId":"B"}""", "B", null)]
    [InlineData("ajs_anonymous_id=A", "p", """{}""", null, null)]

    // A user id is believed of the browser that the cookies name …
    [InlineData("", "p", """{"anonymousId":"B","userId":"V"}""", "B", "V")]
    [InlineData("ajs_anonymous_id=A", "p", """{"anonymousId":"A","userId":"V"}""", "A", "V")]
    [InlineData("ajs_anonymous_id=A", "p", """{"userId":"V"}""", null, "V")]
    [InlineData("ajs_anonymous_id=A", "p", """{"anonymousId":"B","userId":"V"}""", "B", null)]

    // … and of an event that is made to say who the visitor is.
    [InlineData("ajs_anonymous_id=A", "i", """{"anonymousId":"B","userId":"V"}""", "B", "V")]
    [InlineData("ajs_anonymous_id=A", "i", """{"userId":12345}""", null, "12345")]
    [InlineData("ajs_anonymous_id=A", "a", """{"anonymousId":"B","userId":"V","previousId":"U"}""", "B", "V")]

    // None is no sign-out.
    [InlineData("ajs_anonymous_id=A; ajs_user_id=U", "p", """{"anonymousId":"A","userId":null}""", "A", null)]
    [InlineData("ajs_anonymous_id=A; ajs_user_id=U", "i", """{"anonymousId":"B","userId":null}""", "B", null)]

    // Whatever an id holds, the header stays whole.
    [InlineData("", "i", """{"userId":"a; Domain=evil.example, é\"x"}""", null, "a%3B%20Domain%3Devil.example%2C%20%C3%A9%22x")]
    public async Task What_an_accepted_event_tells_becomes_the_cookies(string cookie, string method, string body, string? anonymousId, string? userId)
    {
        await using var api = await TestTrackingApi.StartAsync();
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting]);

        using var answer = await edge.PostEventAsync(method, body, ("Cookie", cookie));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(Written(anonymousId), answer.Cookies()["ajs_anonymous_id"]);
        Assert.Equal(Written(userId), answer.Cookies()["ajs_user_id"]);

        static string[] Written(string? id) => id is null ? [] : [id + "; Max-Age=31536000; Path=/; SameSite=Lax; HttpOnly"];
    }

    [Fact]
    public async Task In_a_batch_each_entry_follows_those_before_it()
    {
        await using var api = await TestTrackingApi.StartAsync();
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting]);

        using var answer = await edge.PostEventAsync("b", """
            {"batch":[
                {"type":"page","anonymousId":"A"},
                {"type":"identify","anonymousId":"A","userId":"V"},
                {"type":"page","anonymousId":"A"},
                {"type":"page","anonymousId":"B"}
            ]}
            """, ("Cookie", "ajs_anonymous_id=A; ajs_user_id=U"));

        Assert.Equal(["U", "V", "V", null], api.Events.Select(static one => (string?)one["userId"]));
        Assert.StartsWith("B;", Assert.Single(answer.Cookies()["ajs_anonymous_id"]), StringComparison.Ordinal);
        Assert.StartsWith("V;", Assert.Single(answer.Cookies()["ajs_user_id"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_of_many_visitors_mixes_no_ids()
    {
        await using var api = await TestTrackingApi.StartAsync();
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting]);

        using var answer = await edge.PostEventAsync("b", """
            {"batch":[
                {"type":"identify","anonymousId":"A","userId":"U"},
                {"type":"page","userId":"V"},
                {"type":"page","anonymousId":"B"},
                {"type":"page"}
            ]}
            """);

        Assert.Equal([("A", "U"), (null, "V"), ("B", null)], api.Events.Select(static one => ((string?)one["anonymousId"], (string?)one["userId"])));
        Assert.Equal("""[{"index":3,"code":"id_missing"}]""", (await answer.JsonAsync())["refused"]!.ToJsonString());
    }

    [Fact]
    public async Task An_event_that_was_not_taken_changes_no_cookie()
    {
        await using var edge = await TestEdge.StartAsync(log: new MemoryEventLog { Trouble = new(AppendStatus.Failed) });

        using var answer = await edge.PostEventAsync("i", """{"anonymousId":"B","userId":"V"}""");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Empty(answer.Cookies());
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site", false)]
    [InlineData("Origin", "https://evil.example", false)]
    [InlineData("Origin", "null", false)]
    [InlineData("Sec-Fetch-Site", "same-origin", true)]
    [InlineData("Origin", "https://www.shop.example", true)]
    [InlineData("Origin", "https://partner.example", true)]
    public async Task A_foreign_page_cannot_plant_an_identity(string header, string value, bool isWritten)
    {
        await using var api = await TestTrackingApi.StartAsync();
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting, ("AllowedOrigins:0", "https://partner.example")]);

        using var answer = await edge.PostEventAsync("i", """{"anonymousId":"B","userId":"V"}""", ("Host", "www.shop.example"), (header, value));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Single(api.Received);
        Assert.Equal(isWritten, answer.Cookies().Count > 0);
    }
}
