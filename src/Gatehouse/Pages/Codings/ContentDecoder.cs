namespace Gatehouse.Pages.Codings;

/// <summary>Undoes a content coding piece by piece: fed when something arrives, read until it needs more. Keeps no more than its window.</summary>
internal abstract class ContentDecoder : IDisposable
{
    /// <summary>Makes the decoder of a coding that is neither identity nor unknown.</summary>
    public static ContentDecoder Create(ContentCoding coding) => coding switch
    {
        ContentCoding.Gzip => new InflateDecoder(isGzip: true),
        ContentCoding.Deflate => new InflateDecoder(isGzip: false),
        ContentCoding.Brotli => new BrotliContentDecoder(),
        ContentCoding.Zstandard => new ZstandardContentDecoder(),
        _ => throw new ArgumentOutOfRangeException(nameof(coding), coding, "has no decoder"),
    };

    /// <summary>Gives it the next piece. What was fed before must have been taken; the memory must stay as it is until this one is.</summary>
    public abstract void Feed(ReadOnlyMemory<byte> input);

    /// <summary>Writes what it can. After anything but <see cref="DecodeStatus.Progress"/> nothing was written.</summary>
    public abstract DecodeStatus Read(Span<byte> output, out int written);

    /// <summary>Says that nothing more will come. False: the coded text ends too early. The decoder can only be disposed of afterwards.</summary>
    public abstract bool TryComplete();

    /// <inheritdoc/>
    public abstract void Dispose();
}
