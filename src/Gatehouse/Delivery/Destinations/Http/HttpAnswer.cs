using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace Gatehouse.Delivery.Destinations.Http;

/// <summary>What is kept of an answer, for people.</summary>
internal static class HttpAnswer
{
    private const int MostBytes = 4096;
    private const int MostCharacters = 256;

    // The verdict is known from the status; the text is not worth more.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>The status alone.</summary>
    public static string StatusOf(HttpResponseMessage response) => ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);

    /// <summary>The status and the beginning of the text, if it is text. A body that is slow, endless or broken is left.</summary>
    public static async ValueTask<string> ReadAsync(HttpResponseMessage response, SecretTexts secrets, TimeProvider time, CancellationToken cancellationToken)
    {
        var status = StatusOf(response);
        if (!IsText(response.Content.Headers))
        {
            return status;
        }

        var bytes = new byte[MostBytes];
        var (length, isCut) = await ReadAsync(response.Content, bytes, time, cancellationToken);
        var text = VisibleText.Of(secrets.Hide(Encoding.UTF8.GetString(bytes, 0, length), isCut), MostCharacters);
        return text.Length == 0 ? status : $"{status}: {text}";
    }

    private static bool IsText(HttpContentHeaders headers) =>
        headers.ContentEncoding.Count == 0
        && headers.ContentType?.MediaType is { } type
        && (type.StartsWith("text/", StringComparison.OrdinalIgnoreCase) || type.EndsWith("json", StringComparison.OrdinalIgnoreCase) || type.EndsWith("xml", StringComparison.OrdinalIgnoreCase));

    private static async ValueTask<(int Length, bool IsCut)> ReadAsync(HttpContent content, byte[] bytes, TimeProvider time, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var length = 0;
        try
        {
            await using var body = await content.ReadAsStreamAsync(both.Token);
            while (length < bytes.Length)
            {
                var read = await body.ReadAsync(bytes.AsMemory(length), both.Token);
                if (read == 0)
                {
                    return (length, false);
                }

                length += read;
            }
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or OperationCanceledException)
        {
            // What has come is enough, and the status says more than the text.
        }

        return (length, true);
    }
}
