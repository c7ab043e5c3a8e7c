using System.Buffers;

namespace Gatehouse.Pages.Codings;

/// <summary>gzip and deflate.</summary>
internal sealed class DeflatingEncoder : ContentEncoder
{
    private readonly SinkStream _sink = new();
    private readonly Stream _compressor;

    /// <param name="make">Makes the compressing stream over a sink.</param>
    public DeflatingEncoder(Func<Stream, Stream> make) => _compressor = make(_sink);

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> input, IBufferWriter<byte> output)
    {
        _sink.Output = output;
        _compressor.Write(input);
    }

    /// <inheritdoc/>
    public override void Flush(IBufferWriter<byte> output)
    {
        _sink.Output = output;
        _compressor.Flush();
    }

    /// <inheritdoc/>
    public override void Complete(IBufferWriter<byte> output)
    {
        _sink.Output = output;
        _compressor.Dispose();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        // An end that nobody asked for is not written.
        _sink.Output = null;
        _compressor.Dispose();
    }
}
