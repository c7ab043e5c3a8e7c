using System.Buffers;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace Gatehouse.Pages.Codings;

/// <summary>zstd.</summary>
internal sealed class ZstandardContentEncoder : ContentEncoder
{
    private const int Level = 2;
    private const int WindowLog = 19;
    private const int Step = 4096;

    private readonly Compressor _compressor = new(Level);

    public ZstandardContentEncoder() => _compressor.SetParameter(ZSTD_cParameter.ZSTD_c_windowLog, WindowLog);

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> input, IBufferWriter<byte> output)
    {
        while (!input.IsEmpty)
        {
            _compressor.WrapStream(input, output.GetSpan(Step), out var consumed, out var written, isFinalBlock: false);
            output.Advance(written);
            input = input[consumed..];
        }
    }

    /// <inheritdoc/>
    public override void Flush(IBufferWriter<byte> output) => Flush(output, isFinal: false);

    /// <inheritdoc/>
    public override void Complete(IBufferWriter<byte> output) => Flush(output, isFinal: true);

    /// <inheritdoc/>
    public override void Dispose() => _compressor.Dispose();

    private void Flush(IBufferWriter<byte> output, bool isFinal)
    {
        OperationStatus status;
        do
        {
            status = _compressor.FlushStream(output.GetSpan(Step), out var written, isFinal);
            output.Advance(written);
        }
        while (status == OperationStatus.DestinationTooSmall);
    }
}
