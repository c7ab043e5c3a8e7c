using System.IO.Compression;

namespace Gatehouse.Pages.Codings;

/// <summary>gzip and deflate. For deflate the first two bytes tell zlib's format from the raw one that some servers send.</summary>
internal sealed class InflateDecoder : ContentDecoder
{
    // Longer than any header of a deflate block, so that an unfinished one must meet it as data.
    private const int PoisonLength = 1024;

    private static readonly byte[] Poison = MakePoison();

    private readonly FeedStream _feed = new();
    private readonly byte[] _head = new byte[2];
    private Stream? _inflater;
    private ReadOnlyMemory<byte> _waiting;
    private int _headLength;

    public InflateDecoder(bool isGzip)
    {
        if (isGzip)
        {
            _inflater = new GZipStream(_feed, CompressionMode.Decompress);
        }
    }

    /// <inheritdoc/>
    public override void Feed(ReadOnlyMemory<byte> input)
    {
        if (_inflater is null)
        {
            var taken = Math.Min(_head.Length - _headLength, input.Length);
            input.Span[..taken].CopyTo(_head.AsSpan(_headLength));
            _headLength += taken;
            if (_headLength < _head.Length)
            {
                return;
            }

            _inflater = IsZlib(_head) ? new ZLibStream(_feed, CompressionMode.Decompress) : new DeflateStream(_feed, CompressionMode.Decompress);
            _feed.Set(_head);
            _waiting = input[taken..];
            return;
        }

        _feed.Set(input);
    }

    /// <inheritdoc/>
    public override DecodeStatus Read(Span<byte> output, out int written)
    {
        written = 0;
        try
        {
            written = _inflater?.Read(output) ?? 0;
            if (written == 0 && !_waiting.IsEmpty)
            {
                _feed.Set(_waiting);
                _waiting = default;
                written = _inflater!.Read(output);
            }
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException)
        {
            return DecodeStatus.Corrupt;
        }

        return written > 0 ? DecodeStatus.Progress : DecodeStatus.NeedsInput;
    }

    /// <inheritdoc/>
    /// <remarks>
    /// The stream does not tell whether it has seen the end, so it is fed bytes that mean nothing behind an end and are an error or
    /// data before it: 0xFF is a reserved block type, a wrong checksum, and no gzip header.
    /// </remarks>
    public override bool TryComplete()
    {
        if (_inflater is null)
        {
            return false;
        }

        Span<byte> nowhere = stackalloc byte[64];
        _feed.Set(Poison);
        return Read(nowhere, out _) == DecodeStatus.NeedsInput;
    }

    /// <inheritdoc/>
    public override void Dispose() => _inflater?.Dispose();

    /// <summary>RFC 1950, 2.2: method 8, a window of at most 32 KiB, and a check that makes it divisible.</summary>
    private static bool IsZlib(ReadOnlySpan<byte> head) =>
        (head[0] & 0x0F) == 8 && head[0] >> 4 <= 7 && ((head[0] << 8) | head[1]) % 31 == 0;

    private static byte[] MakePoison()
    {
        var poison = new byte[PoisonLength];
        poison.AsSpan().Fill(0xFF);
        return poison;
    }
}
