using System.IO.Compression;
using System.Text;
using CsCheck;
using Gatehouse.Tests.Harness;

namespace Gatehouse.Tests.Collect;

/// <summary>Bodies that were good and then changed at random: whatever comes, the answer is a 2xx or a 4xx with a JSON object.</summary>
public sealed class HostileBodyTests
{
    private static readonly string[] Seeds =
    [
        """{"timestamp":"2026-11-24T10:00:00.120Z","integrations":{},"type":"track","event":"Order Completed","properties":{"orderId":"o-17","revenue":24.5},"context":{"page":{"path":"/done"},"userAgent":"M","locale":"nl-NL"},"messageId":"ajs-next-1","anonymousId":"0f6b7a52","userId":null,"writeKey":"REDACTED","sentAt":"2026-11-24T10:00:00.131Z","_metadata":{"bundled":["Segment.io"]}}""",
        """{"batch":[{"type":"page","anonymousId":"A","context":{"a":1}},{"type":"identify","userId":12,"traits":{"e":"\ud83d\ude00"}},{"type":"group","groupId":"g","userId":"U"}],"context":{"ip":"1.2.3.4"},"integrations":{"All":true},"sentAt":"2026-11-24T10:00:00.131Z","writeKey":"k"}""",
        """{"userId":"new","previousId":"old","type":"alias"}""",
    ];

    private static readonly string[] Fragments =
    [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\ud800", "\\udc00", "null", "true", "1e999", "-", "\0", "\uFEFF", "é", "\"userId\":{}", "\"context\":[],", "\"batch\":[", "\"anonymousId\":\"", "[[[[[[[[", "{\"a\":{\"a\":", " ",
    ];

    private static readonly Gen<byte[]> Bodies = Gen.Select(
        Gen.OneOf(Seeds),
        Gen.Select(Gen.Int[0, 600], Gen.Int[0, 12], Gen.Int[0, 4], Gen.OneOf(Fragments), Gen.Byte).Array[1, 6]).Select(static (seed, edits) =>
        {
            List<byte> body = [.. Encoding.UTF8.GetBytes(seed)];
            foreach (var (place, length, kind, fragment, octet) in edits)
            {
                var at = Math.Min(place, body.Count);
                var count = Math.Min(length, body.Count - at);
                switch (kind)
                {
                    case 0:
                        body.RemoveRange(at, count);
                        break;
                    case 1:
                        body.InsertRange(at, Encoding.UTF8.GetBytes(fragment));
                        break;
                    case 2 when at < body.Count:
                        body[at] = octet;
                        break;
                    case 3:
                        body.InsertRange(at, body.GetRange(at, count));
                        break;
                    default:
                        body.RemoveRange(at, body.Count - at);
                        break;
                }
            }

            return body.ToArray();
        });

    [Fact]
    public async Task Whatever_comes_the_answer_is_never_the_servers_fault()
    {
        await using var api = await TestTrackingApi.StartAsync();
        await using var edge = await TestEdge.StartAsync(settings: [api.Setting]);
        var taken = 0;
        var refused = 0;

        await Gen.Select(Bodies, Gen.OneOf("t", "p", "i", "g", "a", "b", "m"), Gen.Int[0, 9]).SampleAsync(
            async (body, method, coding) =>
            {
                using var content = new ByteArrayContent(coding == 0 ? Gzip(body) : body);
                if (coding < 2)
                {
                    // 1: claims to be gzip and is not.
                    content.Headers.ContentEncoding.Add("gzip");
                }

                using var answer = await edge.Client.PostAsync(new Uri("/seg/events/" + method, UriKind.Relative), content, TestContext.Current.CancellationToken);

                Assert.InRange((int)answer.StatusCode, 200, 499);
                var json = await answer.JsonAsync();
                Assert.True(json.ContainsKey("success") || json.ContainsKey("error"));
                Interlocked.Increment(ref answer.IsSuccessStatusCode ? ref taken : ref refused);
            },
            iter: 3_000,
            threads: 2);

        Assert.True(taken > 100 && refused > 100, $"{taken} taken, {refused} refused: the changes do not reach both.");
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }
}
