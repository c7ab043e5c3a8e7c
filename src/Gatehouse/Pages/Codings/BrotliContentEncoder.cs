using System.Buffers;
using System.IO.Compression;

namespace Gatehouse.Pages.Codings;

/// <summary>br.</summary>
internal sealed class BrotliContentEncoder : ContentEncoder
{
    // Quality 4 is the last that does without block splitting; a window of 512 KiB holds most pages whole.
    private const int Quality = 4;
    private const int WindowLog = 19;
    private const int Step = 4096;

    private BrotliEncoder _encoder = new(Quality, WindowLog);

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> input, IBufferWriter<byte> output) => Compress(input, output, isFinal: false);

    /// <inheritdoc/>
    public override void Flush(IBufferWriter<byte> output)
    {
        OperationStatus status;
        do
        {
            status = _encoder.Flush(output.GetSpan(Step), out var written);
            output.Advance(written);
        }
        while (status == OperationStatus.DestinationTooSmall);
    }

    /// <inheritdoc/>
    public override void Complete(IBufferWriter<byte> output) => Compress(default, output, isFinal: true);

    /// <inheritdoc/>
    public override void Dispose() => _encoder.Dispose();

    private void Compress(ReadOnlySpan<byte> input, IBufferWriter<byte> output, bool isFinal)
    {
        OperationStatus status;
        do
        {
            status = _encoder.Compress(input, output.GetSpan(Step), out var consumed, out var written, isFinal);
            output.Advance(written);
            input = input[consumed..];
        }
        while (status == OperationStatus.DestinationTooSmall);
    }
}
