using System.Buffers;
using System.IO.Compression;

namespace Gatehouse.Pages.Codings;

/// <summary>Codes a body piece by piece, at levels that cost little: a page is coded once for one visitor. The body has a byte at least.</summary>
internal abstract class ContentEncoder : IDisposable
{
    /// <summary>Makes the encoder of a coding that is neither identity nor unknown.</summary>
    public static ContentEncoder Create(ContentCoding coding) => coding switch
    {
        ContentCoding.Gzip => new DeflatingEncoder(static sink => new GZipStream(sink, CompressionLevel.Fastest)),
        ContentCoding.Deflate => new DeflatingEncoder(static sink => new ZLibStream(sink, CompressionLevel.Fastest)),
        ContentCoding.Brotli => new BrotliContentEncoder(),
        ContentCoding.Zstandard => new ZstandardContentEncoder(),
        _ => throw new ArgumentOutOfRangeException(nameof(coding), coding, "has no encoder"),
    };

    /// <summary>Takes a piece; some of it may stay inside.</summary>
    public abstract void Write(ReadOnlySpan<byte> input, IBufferWriter<byte> output);

    /// <summary>Writes what stayed inside, so that the client can decode all that was taken.</summary>
    public abstract void Flush(IBufferWriter<byte> output);

    /// <summary>Ends the coded text.</summary>
    public abstract void Complete(IBufferWriter<byte> output);

    /// <inheritdoc/>
    public abstract void Dispose();
}
