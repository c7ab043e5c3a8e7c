using System.Buffers;
using System.IO.Compression;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Samples.Shop.Tracking;

/// <summary>Reads a body to the end, unpacked if it is packed, but no further than 1 MB.</summary>
internal static class RequestBody
{
    private const int Most = 1024 * 1024;
    private const int Step = 16 * 1024;

    /// <summary>The bytes, or <see langword="null"/> if there are too many.</summary>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.ContentLength > Most)
        {
            return null;
        }

        var packed = string.Equals(request.Headers.ContentEncoding, "gzip", StringComparison.OrdinalIgnoreCase);
        await using var unpacked = packed ? new GZipStream(request.Body, CompressionMode.Decompress, leaveOpen: true) : null;
        try
        {
            return await ReadAsync(unpacked ?? request.Body, cancellation);
        }
        catch (InvalidDataException)
        {
            return ReadOnlyMemory<byte>.Empty; // Not gzip: then it is not JSON either.
        }
    }

    private static async Task<ReadOnlyMemory<byte>?> ReadAsync(Stream body, CancellationToken cancellation)
    {
        var buffer = new ArrayBufferWriter<byte>(Step);
        while (await body.ReadAsync(buffer.GetMemory(Step), cancellation) is var read and > 0)
        {
            buffer.Advance(read);
            if (buffer.WrittenCount > Most)
            {
                return null;
            }
        }

        return buffer.WrittenMemory;
    }
}
