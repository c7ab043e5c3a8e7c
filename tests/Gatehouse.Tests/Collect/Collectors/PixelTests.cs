using System.Net;
using System.Text;
using Gatehouse.Tests.Harness;

namespace Gatehouse.Tests.Collect.Collectors;

public sealed class PixelTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("track")]
    [InlineData("page")]
    [InlineData("identify")]
    public async Task A_dotted_query_is_an_event(string type)
    {
        await using var api = await TestTrackingApi.StartAsync();
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting]);

        using var answer = await edge.Client.GetAsync($"/v1/pixel/{type}?userId=u&event=E%20F&properties.a=1&properties.b.c=x&properties.b.c=y&properties.on=true&writeKey=WRITEKEY123&properties.a.z=2", Cancel);

        await AssertImageAsync(answer);
        Assert.Equal("u", (string?)api.OnlyEvent["userId"]);
        Assert.Equal("E F", (string?)api.OnlyEvent["event"]);
        Assert.Equal(type, (string?)api.OnlyEvent["type"]);
        Assert.Equal("""{"a":"1","b":{"c":"x"},"on":true}""", api.OnlyEvent["properties"]!.ToJsonString());
        Assert.Equal("127.0.0.1", (string?)api.OnlyEvent["context"]?["ip"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Data_in_base64_is_an_event(bool isUrlSafe)
    {
        await using var api = await TestTrackingApi.StartAsync();
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting]);
        var data = Convert.ToBase64String(Encoding.UTF8.GetBytes("""{"writeKey":"WRITEKEY123","userId":"ü~~~???>>>","event":"E"}"""));
        data = isUrlSafe ? data.Replace('+', '-').Replace('/', '_').TrimEnd('=') : data;

        using var answer = await edge.Client.GetAsync($"/v1/pixel/track?data={data}", Cancel);

        await AssertImageAsync(answer);
        Assert.Equal("ü~~~???>>>", (string?)api.OnlyEvent["userId"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?userId=u&event=E")]
    [InlineData("?userId=u&event=E&writeKey=OTHER")]
    [InlineData("?writeKey=WRITEKEY123&event=E")]
    [InlineData("?data=!!!&writeKey=WRITEKEY123")]
    [InlineData("?data=e30&writeKey=WRITEKEY123")]
    [InlineData("?data=W1tbW1tbW1s&writeKey=WRITEKEY123")]
    [InlineData("?a.b.c.....=1&writeKey=WRITEKEY123&%00=%ff&userId=%00&event=E")]
    [InlineData("?=&&&==&userId&event=E&writeKey=WRITEKEY123")]
    public async Task The_image_comes_whatever_is_wrong(string query)
    {
        await using var api = await TestTrackingApi.StartAsync();
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting]);

        using var answer = await edge.Client.GetAsync("/v1/pixel/track" + query, Cancel);

        await AssertImageAsync(answer);
        Assert.Empty(api.Received);
    }

    [Fact]
    public async Task Keys_that_stand_too_deep_are_left_out()
    {
        await using var api = await TestTrackingApi.StartAsync();
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting]);

        using var answer = await edge.Client.GetAsync($"/v1/pixel/track?userId=u&event=E&writeKey=WRITEKEY123&a{string.Concat(Enumerable.Repeat(".b", 1500))}=1&a.b.c=1", Cancel);

        await AssertImageAsync(answer);
        Assert.Equal("""{"b":{"c":"1"}}""", api.OnlyEvent["a"]!.ToJsonString());
    }

    [Fact]
    public async Task The_image_comes_when_events_cannot_be_taken()
    {
        await using var edge = await TestEdge.StartAsync();

        using var answer = await edge.Client.GetAsync("/v1/pixel/track?userId=u&event=E&writeKey=WRITEKEY123", Cancel);

        await AssertImageAsync(answer);
    }

    private static async Task AssertImageAsync(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("image/gif", answer.Content.Headers.ContentType?.ToString());
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        Assert.Empty(answer.Cookies());
        var image = await answer.Content.ReadAsByteArrayAsync(Cancel);
        Assert.Equal("GIF89a"u8, image.AsSpan(0, 6));
        Assert.Equal((byte)';', image[^1]);
    }
}
