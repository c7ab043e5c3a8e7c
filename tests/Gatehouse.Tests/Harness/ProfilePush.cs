using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace Gatehouse.Tests.Harness;

/// <summary>Pushes profiles as a vendor does.</summary>
internal static class ProfilePush
{
    /// <summary>Settings that let <see cref="Basic"/> and <see cref="Sign(string, string)"/> in.</summary>
    public static readonly (string, string?)[] Settings = [("ProfileWebhook:Username", "u"), ("ProfileWebhook:Password", "p:q"), ("ProfileWebhook:Secret", "shh")];

    /// <summary>The right Basic credentials.</summary>
    public static string Basic => "Basic " + Convert.ToBase64String("u:p:q"u8);

    /// <summary>Pushes with the right credentials and gives the status and the answer's text.</summary>
    public static Task<(int Status, string Body)> PushAsync(this TestEdge edge, string json) => edge.PushAsync(Encoding.UTF8.GetBytes(json), Basic, null);

    /// <summary>Pushes bytes.</summary>
    public static async Task<(int Status, string Body)> PushAsync(this TestEdge edge, byte[] body, string? authorization, string? signature, string path = "/seg/profiles", string? coding = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, edge.Url + path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        if (signature is not null)
        {
            request.Headers.TryAddWithoutValidation("X-Signature", signature);
        }

        if (coding is not null)
        {
            request.Content.Headers.ContentEncoding.Add(coding);
        }

        using var answer = await edge.Client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("{", text, StringComparison.Ordinal);
        Assert.Equal((int)answer.StatusCode == 503, answer.Headers.RetryAfter is not null);
        Assert.Equal((int)answer.StatusCode == 401, answer.Headers.WwwAuthenticate.Count == 1);
        return ((int)answer.StatusCode, text);
    }

    /// <summary>The vendor's signature of a text.</summary>
    public static string Sign(string text, string secret = "shh") =>
#pragma warning disable CA5350 // The vendor's choice.
        Convert.ToHexStringLower(HMACSHA1.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5350
}
