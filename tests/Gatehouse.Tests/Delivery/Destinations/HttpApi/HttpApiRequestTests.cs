using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Conformance.Delivery;
using Gatehouse.Delivery;
using Gatehouse.Tests.Harness;

namespace Gatehouse.Tests.Delivery.Destinations.HttpApi;

public sealed class HttpApiRequestTests
{
    private const string Properties = """{"total":12.50,"name":"A \"B\"\n/é","tags":["a","b"],"none":null,"a.b":{"c":1},"half":"\ud800"}""";

    [Theory]
    [InlineData("""{"user":"{{userId}}","total":{{properties.total}}}""", """{"user":"user-1","total":12.50}""")]
    [InlineData("""{"missing":{{properties.nothing}},"null":{{properties.none}},"text":"<{{properties.nothing}}{{properties.none}}>"}""", """{"missing":null,"null":null,"text":"<>"}""")]
    [InlineData("""{"text":"name: {{properties.name}}","value":{{ properties.name }}}""", """{"text":"name: A \"B\"\n/é","value":"A \"B\"\n/é"}""")]
    [InlineData("""{"tags":{{properties.tags}},"second":{{properties.tags.1}},"text":"{{properties.tags}}"}""", """{"tags":["a","b"],"second":"b","text":"[\"a\",\"b\"]"}""")]
    [InlineData("""[{{properties.a.b.c}},"{{properties.total}}","{{secrets.key}}",{{secrets.key}}]""", """[1,"12.50","s\"1","s\"1"]""")]
    [InlineData("""{"{{properties.name}}":{"a":{"b":{{properties.total}}}}}""", """{"A \"B\"\n/é":{"a":{"b":12.50}}}""")]
    [InlineData("""{"half":"{{properties.half}}","same":{{properties.half}}}""", """{"half":"\ud800","same":"\ud800"}""")]
    public async Task A_JSON_body_is_filled(string body, string expected)
    {
        var (_, sent) = await SendAsync(new JsonObject { ["Body"] = body });

        Assert.Equal(expected, sent);
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded", "name={{properties.name}}&key={{secrets.key}}&total={{properties.total}}", "name=A%20%22B%22%0A%2F%C3%A9&key=s%221&total=12.50")]
    [InlineData("text/plain", "{{properties.name}} {{properties.tags}}", "A \"B\"\n/é [\"a\",\"b\"]")]
    public async Task Another_body_is_filled_as_its_type_wants_it(string type, string body, string expected)
    {
        var (request, sent) = await SendAsync(new JsonObject { ["Body"] = body, ["Headers"] = new JsonObject { ["Content-Type"] = type } });

        Assert.Equal(expected, sent);
        Assert.Equal(type, request.Headers["Content-Type"]);
    }

    [Fact]
    public async Task URL_and_headers_are_filled()
    {
        var (request, body) = await SendAsync(
            new JsonObject
            {
                ["Method"] = "GET",
                ["Headers"] = new JsonObject { ["X-User"] = "<{{userId}}>", ["Authorization"] = "Key {{secrets.key}}" },
            },
            "/users/{{userId}}?name={{properties.name}}&none={{properties.none}}");

        Assert.Equal("GET", request.Method);
        Assert.Equal("/users/user-1?name=A%20%22B%22%0A%2F%C3%A9&none=", request.Target);
        Assert.Equal("<user-1>", request.Headers["X-User"]);
        Assert.Equal("Key s\"1", request.Headers["Authorization"]);
        Assert.Empty(body);
        Assert.DoesNotContain("Gatehouse-Replay", request.Headers.Keys);
    }

    [Fact]
    public async Task A_request_of_a_replay_says_so()
    {
        var (request, _) = await SendAsync(new JsonObject { ["Body"] = "{}" }, replay: "7");

        Assert.Equal("7", request.Headers["Gatehouse-Replay"]);
    }

    [Theory]
    [InlineData("/{{properties.value}}/events", "\"..\"")]
    [InlineData("/{{properties.value}}/events", "\".\"")]
    [InlineData("/a/.{{properties.value}}", "\".\"")]
    [InlineData("/{{properties.value}}/events", "\"\"")]
    [InlineData("/{{properties.value}}/events", "null")]
    [InlineData("/?v={{properties.value}}", "\"\\ud800\"")]
    [InlineData("/", "\"a\\r\\nX-Evil: 1\"")]
    [InlineData("/", "\"a\\u0000\"")]
    public async Task An_event_whose_value_would_break_out_is_refused_and_not_sent(string path, string value)
    {
        await using var receiver = await TestOrigin.StartAsync(static _ => Task.CompletedTask);
        await using var destination = TestDestinations.Create(new JsonObject
        {
            ["Type"] = "http-api",
            ["Url"] = receiver.Url + path,
            ["AllowPrivateNetwork"] = true,
            ["Headers"] = new JsonObject { ["X-Value"] = "{{properties.value}}" },
        }.ToJsonString());

        var result = await destination.SendAsync(
            DestinationEvents.Batch([DestinationEvents.One(1, $$"""{"value":{{value}}}""")]), TestContext.Current.CancellationToken);

        Assert.Equal(DeliveryVerdict.Refused, result.Verdict);
        Assert.NotNull(result.Answer);
        Assert.Empty(receiver.Seen);
    }

    [Theory]
    [InlineData("/users/{{userId}}", 404, DeliveryVerdict.Refused)]
    [InlineData("/users", 404, DeliveryVerdict.Retry)]
    [InlineData("/users?key={{secrets.key}}", 404, DeliveryVerdict.Retry)]
    [InlineData("/users/{{userId}}", 401, DeliveryVerdict.Retry)]
    public async Task An_address_that_the_event_chose_and_that_is_not_there_is_the_events_fault(string path, int status, DeliveryVerdict expected)
    {
        await using var receiver = await TestOrigin.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        await using var destination = TestDestinations.Create(
            new JsonObject { ["Type"] = "http-api", ["Url"] = receiver.Url + path, ["AllowPrivateNetwork"] = true, ["Secrets"] = new JsonObject { ["key"] = "k" } }.ToJsonString());

        Assert.Equal(expected, (await destination.SendAsync(DestinationEvents.Batch(DestinationEvents.Some(1, 1)), TestContext.Current.CancellationToken)).Verdict);
    }

    private static async Task<(SeenRequest Request, string Body)> SendAsync(JsonObject settings, string path = "/in", string? replay = null)
    {
        var body = new MemoryStream();
        await using var receiver = await TestOrigin.StartAsync(context => context.Request.Body.CopyToAsync(body));
        settings["Type"] = "http-api";
        settings["Url"] = receiver.Url + path;
        settings["AllowPrivateNetwork"] = true;
        settings["Secrets"] = new JsonObject { ["key"] = "s\"1" };
        await using var destination = TestDestinations.Create(settings.ToJsonString());
        var result = await destination.SendAsync(DestinationEvents.Batch([DestinationEvents.One(1, Properties)], replay: replay), TestContext.Current.CancellationToken);

        Assert.Equal(DeliveryVerdict.Delivered, result.Verdict);
        return (Assert.Single(receiver.Seen), Encoding.UTF8.GetString(body.ToArray()));
    }
}
