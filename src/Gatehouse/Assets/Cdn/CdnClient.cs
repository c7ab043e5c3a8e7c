using System.Buffers;
using System.IO.Compression;
using System.Net;
using System.Text.Unicode;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Assets.Cdn;

/// <summary>Asks a CDN for a file. Nothing of the visitor goes there, and what comes back is a whole, bounded text or a failure.</summary>
internal sealed partial class CdnClient(CdnConnections connections, TimeProvider time, ILogger<CdnClient> logger)
{
    /// <summary>How long one fetch may take.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>The largest text that is taken, decoded, in bytes.</summary>
    public const int LargestText = 4 * 1024 * 1024;

    /// <summary>Fetches a file.</summary>
    /// <param name="file">Which.</param>
    /// <param name="entityTag">Validator of the copy at hand. Null: there is none.</param>
    /// <param name="stopping">The edge stops.</param>
    public async Task<CdnAnswer> FetchAsync(CdnFile file, string? entityTag, CancellationToken stopping)
    {
        using var timeout = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, timeout.Token);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(file.Base + file.Path))
            {
                Version = HttpVersion.Version20,
                VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
            };
            if (entityTag is not null)
            {
                request.Headers.TryAddWithoutValidation("If-None-Match", entityTag);
            }

            using var response = await connections.SendAsync(request, either.Token);
            return await ReadAsync(file, response, either.Token);
        }
        catch (Exception trouble) when (trouble is HttpRequestException or IOException or InvalidDataException or OperationCanceledException)
        {
            if (!stopping.IsCancellationRequested)
            {
                LogFailed(file, trouble is OperationCanceledException ? "no answer in time" : trouble.GetType().Name);
            }

            return CdnAnswer.Failed;
        }
    }

    private async Task<CdnAnswer> ReadAsync(CdnFile file, HttpResponseMessage response, CancellationToken cancellation)
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK:
                break;
            case HttpStatusCode.NotModified:
                return new(CdnAnswerKind.NotModified, [], MaxAge(response), response.Headers.ETag?.ToString());
            case HttpStatusCode.NotFound or HttpStatusCode.Gone:
                return CdnAnswer.Missing;
            default:
                LogFailed(file, $"status {(int)response.StatusCode}");
                return CdnAnswer.Failed;
        }

        var type = response.Content.Headers.ContentType?.MediaType;
        var text = await ReadTextAsync(response.Content, cancellation);
        if (text is null || !IsText(text) || string.Equals(type, "text/html", StringComparison.OrdinalIgnoreCase))
        {
            LogFailed(file, "not a text of the kind asked for, or too large");
            return CdnAnswer.Failed;
        }

        return new(CdnAnswerKind.Content, text, MaxAge(response), response.Headers.ETag?.ToString(), type?.EndsWith("json", StringComparison.OrdinalIgnoreCase) == true);
    }

    /// <summary>The body, decoded. Null: too large.</summary>
    private static async Task<byte[]?> ReadTextAsync(HttpContent content, CancellationToken cancellation)
    {
        await using var body = await content.ReadAsStreamAsync(cancellation);
        var text = await ReadBoundedAsync(body, cancellation);

        // A name that ends with .js.gz is gzip content, whether or not the headers say so.
        if (text is [0x1f, 0x8b, ..])
        {
            await using var unpacked = new GZipStream(new MemoryStream(text), CompressionMode.Decompress);
            text = await ReadBoundedAsync(unpacked, cancellation);
        }

        return text;
    }

    private static async Task<byte[]?> ReadBoundedAsync(Stream body, CancellationToken cancellation)
    {
        var text = new ArrayBufferWriter<byte>(64 * 1024);
        while (true)
        {
            var read = await body.ReadAsync(text.GetMemory(16 * 1024), cancellation);
            if (read == 0)
            {
                return text.WrittenSpan.ToArray();
            }

            text.Advance(read);
            if (text.WrittenCount > LargestText)
            {
                return null;
            }
        }
    }

    /// <summary>Whether it can be a script or JSON: not empty, UTF-8, no binary, not an error page.</summary>
    private static bool IsText(byte[] text) =>
        text.AsSpan().TrimStart("\uFEFF"u8).TrimStart(" \t\r\n"u8) is [not (byte)'<', ..] && !text.AsSpan().Contains((byte)0) && Utf8.IsValid(text);

    private static TimeSpan? MaxAge(HttpResponseMessage response)
    {
        if (response.Headers.CacheControl is not { } policy)
        {
            return null;
        }

        return policy.NoStore || policy.NoCache ? TimeSpan.Zero : policy.MaxAge - (response.Headers.Age ?? TimeSpan.Zero);
    }

    /// <summary>Names of bundles and integrations are the visitors' to choose: they must not fill the log.</summary>
    private void LogFailed(CdnFile file, string reason) => LogFailed(file.IsCore ? LogLevel.Warning : LogLevel.Debug, file.Site, file.Kind, reason);

    [LoggerMessage(EventId = 1500, Message = "The CDN of site {Site} gave no usable {Kind}: {Reason}.")]
    private partial void LogFailed(LogLevel level, string site, AssetKind kind, string reason);
}
