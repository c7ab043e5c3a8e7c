using System.Net;
using System.Text;
using Gatehouse.Tests.Harness;

namespace Gatehouse.Tests.Collect.Collectors;

public sealed class HostileCallTests
{
    private static readonly string[] Paths = ["/v1/track", "/v1/batch", "/v1/import", "/beacon/v1/batch?writeKey=WRITEKEY123", "/api/s/track", "/api/s/s2s/event"];

    public static TheoryData<string, byte[], int> Bodies() => new()
    {
        { "nothing", [], 400 },
        { "not UTF-8", [.. "{\"event\":\"E\",\"userId\":\"\xff"u8, 0xff, 0xfe, .. "\"}"u8], 400 },
        { "an overlong NUL", [.. "{\"userId\":\""u8, 0xc0, 0x80, .. "\"}"u8], 400 },
        { "a NUL", "{\"type\":\"track\",\"event\":\"E\",\"userId\":\"\\u0000\"}"u8.ToArray(), 400 },
        { "the key twice", "{\"type\":\"track\",\"event\":\"E\",\"userId\":\"U\",\"writeKey\":\"WRITEKEY123\",\"writeKey\":\"OTHER\"}"u8.ToArray(), 400 },
        { "an id twice", "{\"type\":\"track\",\"event\":\"E\",\"userId\":\"U\",\"user\\u0049d\":\"V\"}"u8.ToArray(), 400 },
        { "depth", Encoding.ASCII.GetBytes("{\"context\":" + new string('[', 10_000) + new string(']', 10_000) + "}"), 400 },
        { "depth without end", Encoding.ASCII.GetBytes(new string('[', 30_000)), 400 },
        { "a number that nothing holds", Encoding.ASCII.GetBytes("{\"batch\":1e999999999,\"userId\":" + new string('9', 300) + ",\"type\":\"page\"}"), 400 },
        { "half a surrogate", "{\"type\":\"track\",\"event\":\"\\ud83d\",\"userId\":[\"\\udc00\"]}"u8.ToArray(), 400 },
        { "two values", "{\"type\":\"track\",\"event\":\"E\",\"userId\":\"U\"}{}"u8.ToArray(), 400 },
        { "a batch of a batch", "{\"batch\":[{\"batch\":[]}],\"type\":\"batch\"}"u8.ToArray(), 400 },
        { "size", Encoding.ASCII.GetBytes("{\"batch\":[\"" + new string('x', 600_000) + "\"]}"), 413 },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_hostile_body_is_refused_with_a_reason_on_every_path(string what, byte[] body, int status)
    {
        Assert.NotEmpty(what);
        await using var edge = await TestEdge.StartAsync();

        foreach (var path in Paths)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
            request.Headers.TryAddWithoutValidation("Authorization", "Basic V1JJVEVLRVkxMjM6");
            using var answer = await edge.Client.SendAsync(request, TestContext.Current.CancellationToken);

            Assert.Equal(status, (int)answer.StatusCode);
            Assert.Matches("^[a-z_0-9]+$", await answer.CodeAsync());
        }
    }

    [Theory]
    [InlineData("Authorization: Basic")]
    [InlineData("Authorization: Basic ")]
    [InlineData("Authorization: Basic ====")]
    [InlineData("Authorization: Basic w/8=")]
    [InlineData("Authorization: \xff\xfe")]
    [InlineData("Authorization: Basic T1RIRVI6\r\nAuthorization: Basic V1JJVEVLRVkxMjM6")]
    [InlineData("X-Write-Key: \xff\xfe")]
    [InlineData("X-Write-Key: :::")]
    [InlineData("AnonymousId: !!!")]
    [InlineData("AnonymousId: \xff")]
    [InlineData("AnonymousId: w/8=")]
    [InlineData("Cookie: __eventn_id=%; __eventn_uid=\xff")]
    public async Task A_hostile_header_is_no_key_and_no_fault(string header)
    {
        await using var edge = await TestEdge.StartAsync();

        foreach (var path in Paths.Select(static path => path.Split('?')[0]))
        {
            var answer = await edge.SendRawAsync($"POST {path} HTTP/1.1\r\nHost: shop.example\r\nConnection: close\r\nSec-Fetch-Site: same-origin\r\n{header}\r\nContent-Length: 17\r\n\r\n{{\"writeKey\":\"no\"}}");

            Assert.StartsWith("HTTP/1.1 401 ", answer, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_anonymous_id_that_is_none_is_not_lent()
    {
        await using var edge = await TestEdge.StartAsync();

        foreach (var id in (string[])[Convert.ToBase64String(".."u8), Convert.ToBase64String([0xff, 0x00]), Convert.ToBase64String(new byte[300]), "%", ""])
        {
            using var answer = await edge.PostEventAsync("/v1/page", "{}", ("Authorization", "Basic V1JJVEVLRVkxMjM6"), ("AnonymousId", id));

            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Equal("id_missing", await answer.CodeAsync());
        }
    }
}
