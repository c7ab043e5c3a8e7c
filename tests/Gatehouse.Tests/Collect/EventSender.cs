using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Tests.Harness;

namespace Gatehouse.Tests.Collect;

/// <summary>Sends events as browsers do.</summary>
internal static class EventSender
{
    /// <summary>Posts a body below the route prefix.</summary>
    /// <param name="edge">The edge.</param>
    /// <param name="method">The last segment of the route, or a whole path.</param>
    /// <param name="body">The body.</param>
    /// <param name="headers">More headers.</param>
    public static async Task<HttpResponseMessage> PostEventAsync(this TestEdge edge, string method, string body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, method.StartsWith('/') ? method : "/seg/events/" + method) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("text/plain");
        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return await edge.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>The answer's body, which is always a JSON object.</summary>
    public static async Task<JsonObject> JsonAsync(this HttpResponseMessage answer)
    {
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.ToString());
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!.AsObject();
    }

    /// <summary>The reason of a refusal.</summary>
    public static async Task<string?> CodeAsync(this HttpResponseMessage answer) => (string?)(await answer.JsonAsync())["error"]?["code"];

    /// <summary>The cookies that an answer sets, by name; of a name that is set twice, all values in order.</summary>
    public static ILookup<string, string> Cookies(this HttpResponseMessage answer) =>
        (answer.Headers.TryGetValues("Set-Cookie", out var values) ? values : [])
            .ToLookup(static cookie => cookie[..cookie.IndexOf('=', StringComparison.Ordinal)], static cookie => cookie[(cookie.IndexOf('=', StringComparison.Ordinal) + 1)..]);
}
