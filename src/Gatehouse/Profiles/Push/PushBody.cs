using System.IO.Compression;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Profiles.Push;

/// <summary>Body of a push, read within a bound.</summary>
/// <param name="Wire">The bytes as they came.</param>
/// <param name="Text">The bytes unpacked; the same as <paramref name="Wire"/> when they were not packed.</param>
internal readonly record struct PushBody(ReadOnlyMemory<byte> Wire, ReadOnlyMemory<byte> Text)
{
    /// <summary>Most bytes, packed and unpacked, of a sender who has shown Basic credentials: 4,000 messages of 2 KB.</summary>
    public const int MostBytes = 8 * 1024 * 1024;

    /// <summary>Most bytes of a sender who has yet to be believed. One message has 32 KB.</summary>
    public const int MostSignedBytes = 256 * 1024;

    // Who sends slower than this would keep others out.
    private static readonly TimeSpan ReadingLimit = TimeSpan.FromSeconds(10);

    /// <summary>Reads and unpacks.</summary>
    /// <returns>Null refusal: the body counts.</returns>
    public static async Task<(PushBody Body, PushRefusal? Refusal)> ReadAsync(HttpRequest request, TimeProvider time, int most)
    {
        var coding = request.Headers.ContentEncoding.ToString();
        var isGzip = coding.Equals("gzip", StringComparison.OrdinalIgnoreCase) || coding.Equals("x-gzip", StringComparison.OrdinalIgnoreCase);
        if (!isGzip && coding.Length > 0 && !coding.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            return (default, PushRefusal.Encoding);
        }

        if (request.ContentLength > most)
        {
            return (default, PushRefusal.TooLarge);
        }

        using var limit = new CancellationTokenSource(ReadingLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, request.HttpContext.RequestAborted);
        try
        {
            if (await ReadBoundedAsync(request.Body, most, either.Token) is not { } wire)
            {
                return (default, PushRefusal.TooLarge);
            }

            if (!isGzip)
            {
                return (new(wire, wire), null);
            }

            using var packed = new MemoryStream(wire.ToArray());
            await using var gzip = new GZipStream(packed, CompressionMode.Decompress);
            return await ReadBoundedAsync(gzip, most, either.Token) is { } text ? (new(wire, text), null) : (default, PushRefusal.TooLarge);
        }
        catch (BadHttpRequestException bad) when (bad.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (default, PushRefusal.TooLarge);
        }
        catch (Exception trouble) when (trouble is IOException or InvalidDataException or OperationCanceledException)
        {
            // Corrupt gzip, broken chunks, or a sender that went away; BadHttpRequestException is an IOException.
            return (default, limit.IsCancellationRequested ? PushRefusal.Slow : PushRefusal.Unpacking);
        }
    }

    private static async Task<ReadOnlyMemory<byte>?> ReadBoundedAsync(Stream stream, int most, CancellationToken cancellationToken)
    {
        var buffer = new byte[4096];
        var length = 0;
        while (true)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken);
            if (read == 0)
            {
                return buffer.AsMemory(0, length);
            }

            length += read;
            if (length > most)
            {
                return null;
            }

            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, Math.Min(buffer.Length * 2, most + 1));
            }
        }
    }
}
