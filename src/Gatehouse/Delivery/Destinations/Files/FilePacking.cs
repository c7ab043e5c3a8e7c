using System.IO.Compression;
using ZstdSharp;

namespace Gatehouse.Delivery.Destinations.Files;

/// <summary>Packs bytes, and unpacks what was packed one piece behind another.</summary>
internal static class FilePacking
{
    private const int ZstdLevel = 3;

    /// <summary>Packs a piece: a member of gzip, a frame of Zstandard, or the bytes as they are.</summary>
    public static byte[] Pack(FileCompression compression, ReadOnlySpan<byte> bytes) => compression switch
    {
        FileCompression.Gzip => Gzip(bytes),
        FileCompression.Zstd => Zstd(bytes),
        _ => bytes.ToArray(),
    };

    /// <summary>Unpacks a stream of pieces.</summary>
    public static Stream Unpack(FileCompression compression, Stream packed) => compression switch
    {
        FileCompression.Gzip => new GZipStream(packed, CompressionMode.Decompress),
        FileCompression.Zstd => new DecompressionStream(packed, leaveOpen: false),
        _ => packed,
    };

    private static byte[] Gzip(ReadOnlySpan<byte> bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    private static byte[] Zstd(ReadOnlySpan<byte> bytes)
    {
        using var compressor = new Compressor(ZstdLevel);
        return compressor.Wrap(bytes).ToArray();
    }
}
