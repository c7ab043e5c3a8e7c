namespace Gatehouse.Storage.Log;

/// <summary>
/// A Bloom filter whose eight bits for an id lie in one cache line: 12 bits an id, about 1 id in 100 passes that is not in.
/// It never says no to one that is.
/// </summary>
internal sealed class IdsFilter
{
    private const int WordsInBlock = 8;
    private const int BitsInBlock = WordsInBlock * 64;
    private const int BitsForId = 12;

    private readonly ulong[] _words;
    private readonly ulong _blocks;

    public IdsFilter(int count)
    {
        _blocks = (ulong)Math.Max(1, (((long)count * BitsForId) + BitsInBlock - 1) / BitsInBlock);
        _words = new ulong[_blocks * WordsInBlock];
    }

    /// <summary>Bytes of memory.</summary>
    public long Bytes => _words.LongLength * sizeof(ulong);

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
}
