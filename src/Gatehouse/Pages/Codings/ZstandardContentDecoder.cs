using System.Buffers;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace Gatehouse.Pages.Codings;

/// <summary>zstd, several frames too. The window is at most 8 MiB, which is what the content coding allows (RFC 9659).</summary>
internal sealed class ZstandardContentDecoder : ContentDecoder
{
    private const int LargestWindowLog = 23;

    private readonly Decompressor _decompressor = new();
    private ReadOnlyMemory<byte> _input;
    private bool _betweenFrames;

    public ZstandardContentDecoder() => _decompressor.SetParameter(ZSTD_dParameter.ZSTD_d_windowLogMax, LargestWindowLog);

    /// <inheritdoc/>
    public override void Feed(ReadOnlyMemory<byte> input) => _input = input;

    /// <inheritdoc/>
    public override DecodeStatus Read(Span<byte> output, out int written)
    {
        written = 0;
        while (!(_betweenFrames && _input.IsEmpty))
        {
            OperationStatus status;
            int consumed;
            try
            {
                status = _decompressor.UnwrapStream(_input.Span, output, out consumed, out written);
            }
            catch (ZstdException)
            {
                return DecodeStatus.Corrupt;
            }

            _input = _input[consumed..];
            _betweenFrames = status == OperationStatus.Done;
            if (status == OperationStatus.InvalidData)
            {
                return DecodeStatus.Corrupt;
            }

            if (written > 0)
            {
                return DecodeStatus.Progress;
            }

            if (consumed == 0)
            {
                return DecodeStatus.NeedsInput;
            }
        }

        return DecodeStatus.NeedsInput;
    }

    /// <inheritdoc/>
    public override bool TryComplete() => _betweenFrames;

    /// <inheritdoc/>
    public override void Dispose() => _decompressor.Dispose();
}
