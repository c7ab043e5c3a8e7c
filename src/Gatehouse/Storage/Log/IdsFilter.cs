using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Gatehouse.Storage.Log;

/// <summary>
/// A Bloom filter whose eight bits for an id lie in one cache line: 12 bits an id, about 1 id in 100 passes that is not in.
/// It never says no to one that is.
/// </summary>
internal sealed class IdsFilter
{
    /// <summary>Bytes of a block.</summary>
    public const int BlockBytes = BitsInBlock / 8;

    private const int WordsInBlock = 8;
    private const int BitsInBlock = WordsInBlock * 64;
    private const int BitsForId = 12;

    private readonly ulong[] _words;
    private readonly ulong _blocks;

    public IdsFilter(int count)
        : this(new ulong[BytesOf(count) / sizeof(ulong)])
    {
    }

    /// <summary>A filter as <see cref="ToBytes"/> gave it.</summary>
    public IdsFilter(ReadOnlySpan<byte> bytes)
        : this(Words(bytes))
    {
    }

    private IdsFilter(ulong[] words) => (_words, _blocks) = (words, (ulong)(words.Length / WordsInBlock));

    /// <summary>Bytes of memory.</summary>
    public long Bytes => _words.LongLength * sizeof(ulong);

    /// <summary>Bytes that the filter of so many ids has.</summary>
    public static int BytesOf(int count) => (int)Math.Max(1, (((long)count * BitsForId) + BitsInBlock - 1) / BitsInBlock) * BlockBytes;

    /// <summary>The words, little endian.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[Bytes];
        MemoryMarshal.AsBytes(_words.AsSpan()).CopyTo(bytes);
        Swap(MemoryMarshal.Cast<byte, ulong>(bytes.AsSpan()));
        return bytes;
    }

    public void Add(UInt128 id)
    {
        var at = BlockOf(id);
        var bits = (ulong)id;
        for (var word = 0; word < WordsInBlock; word++, bits >>= 6)
        {
            _words[at + word] |= 1UL << (int)(bits & 63);
        }
    }

    public bool MayContain(UInt128 id)
    {
        var at = BlockOf(id);
        var bits = (ulong)id;
        for (var word = 0; word < WordsInBlock; word++, bits >>= 6)
        {
            if ((_words[at + word] & (1UL << (int)(bits & 63))) == 0)
            {
                return false;
            }
        }

        return true;
    }

    private int BlockOf(UInt128 id) => (int)Math.BigMul((ulong)(id >> 64), _blocks, out _) * WordsInBlock;

    private static ulong[] Words(ReadOnlySpan<byte> bytes)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(bytes).ToArray();
        Swap(words);
        return words;
    }

    private static void Swap(Span<ulong> words)
    {
        if (!BitConverter.IsLittleEndian)
        {
            BinaryPrimitives.ReverseEndianness(words, words);
        }
    }
}
