using System.Buffers;
using System.IO.Compression;

namespace Gatehouse.Pages.Codings;

/// <summary>br. The window is at most 16 MiB, whatever the text asks for.</summary>
internal sealed class BrotliContentDecoder : ContentDecoder
{
    private BrotliDecoder _decoder;
    private ReadOnlyMemory<byte> _input;
    private bool _done;

    /// <inheritdoc/>
    public override void Feed(ReadOnlyMemory<byte> input) => _input = input;

    /// <inheritdoc/>
    public override DecodeStatus Read(Span<byte> output, out int written)
    {
        written = 0;
        if (_done)
        {
            // What follows the end is passed over, as browsers do.
            return DecodeStatus.NeedsInput;
        }

        var status = _decoder.Decompress(_input.Span, output, out var consumed, out written);
        _input = _input[consumed..];
        _done = status == OperationStatus.Done;
        return status == OperationStatus.InvalidData ? DecodeStatus.Corrupt
            : written > 0 ? DecodeStatus.Progress
            : DecodeStatus.NeedsInput;
    }

    /// <inheritdoc/>
    public override bool TryComplete() => _done;

    /// <inheritdoc/>
    public override void Dispose() => _decoder.Dispose();
}
