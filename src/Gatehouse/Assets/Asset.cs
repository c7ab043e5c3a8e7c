using System.IO.Compression;
using System.Security.Cryptography;
using Gatehouse.Assets.Cdn;

namespace Gatehouse.Assets;

/// <summary>A text that is served: its bytes as they are and compressed. Immutable.</summary>
internal sealed class Asset : ICdnContent
{
    /// <summary>Type of scripts (RFC 9239, 3).</summary>
    public const string Script = "text/javascript; charset=utf-8";

    /// <summary>Type of JSON.</summary>
    public const string Json = "application/json; charset=utf-8";

    /// <summary>Type of plain text.</summary>
    public const string Text = "text/plain; charset=utf-8";

    /// <summary>Below this a compressed form saves no packet.</summary>
    private const int SmallestCompressed = 256;

    public Asset(string contentType, ReadOnlyMemory<byte> identity, ReadOnlyMemory<byte> brotli, ReadOnlyMemory<byte> gzip)
    {
        ContentType = contentType;
        Identity = identity;
        Brotli = brotli.Length < identity.Length ? brotli : default;
        Gzip = gzip.Length < identity.Length ? gzip : default;
        Hash = Convert.ToHexStringLower(SHA256.HashData(identity.Span).AsSpan(0, 16));
    }

    /// <summary>The Content-Type header.</summary>
    public string ContentType { get; }

    /// <summary>First half of the content's SHA-256, 32 lower-case hex digits. Names the content in URLs and entity tags.</summary>
    public string Hash { get; }

    /// <summary>The text itself.</summary>
    public ReadOnlyMemory<byte> Identity { get; }

    /// <summary>The text in the coding <c>br</c>. Empty: not worth it.</summary>
    public ReadOnlyMemory<byte> Brotli { get; }

    /// <summary>The text in the coding <c>gzip</c>. Empty: not worth it.</summary>
    public ReadOnlyMemory<byte> Gzip { get; }

    /// <inheritdoc/>
    public long Bytes => Identity.Length + Brotli.Length + Gzip.Length;

    /// <summary>Makes an asset of a text that was not known at build. Costs some milliseconds for each 100 KB.</summary>
    public static Asset Compress(string contentType, byte[] text) => text.Length < SmallestCompressed
        ? new(contentType, text, default, default)
        : new(contentType, text, Brotlied(text), Gzipped(text));

    private static byte[] Brotlied(byte[] text)
    {
        using var output = new MemoryStream();
        using (var coder = new BrotliStream(output, new BrotliCompressionOptions { Quality = 5 }, leaveOpen: true))
        {
            coder.Write(text);
        }

        return output.ToArray();
    }

    private static byte[] Gzipped(byte[] text)
    {
        using var output = new MemoryStream();
        using (var coder = new GZipStream(output, CompressionLevel.Optimal, leaveOpen: true))
        {
            coder.Write(text);
        }

        return output.ToArray();
    }
}
