using System.Numerics;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Gatehouse.Html.Selectors.Matching;

/// <summary>
/// How many children of each open element there were of a kind. What belongs to an element is forgotten when it closes,
/// and elements close in the opposite order, so the table is a stack and each chain in it begins with its newest entry.
/// </summary>
internal sealed class SiblingCounts
{
    /// <summary>Drawn at the start of the process, so that no page can be written to fill one chain.</summary>
    private static readonly ulong Secret = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))) | 1;

    private Entry[] _entries = new Entry[16];
    private int[] _heads = new int[16];
    private int _shift = 64 - 4;

    public static int EntrySize => Unsafe.SizeOf<Entry>() + sizeof(int);

    public int Count { get; private set; }

    /// <returns>The count of the kind in the element, which stands for good until the element closes.</returns>
    public ref int CountOf(int depth, ulong kind)
    {
        var at = Find(depth, kind);
        if (at < 0)
        {
            at = Add(depth, kind);
        }

        return ref _entries[at].Count;
    }

    public int CountOrZero(int depth, ulong kind) => Find(depth, kind) is var at and >= 0 ? _entries[at].Count : 0;

    /// <summary>Forgets what belongs to elements deeper than this.</summary>
    public void CloseTo(int depth)
    {
        while (Count > 0 && _entries[Count - 1].Depth > depth)
        {
            var entry = _entries[--Count];
            _heads[Bucket(entry.Depth, entry.Kind)] = entry.Next;
        }
    }

    private int Find(int depth, ulong kind)
    {
        var at = _heads[Bucket(depth, kind)] - 1;
        while (at >= 0 && (_entries[at].Depth != depth || _entries[at].Kind != kind))
        {
            at = _entries[at].Next - 1;
        }

        return at;
    }

    private int Add(int depth, ulong kind)
    {
        if (Count == _entries.Length)
        {
            Grow();
        }

        ref var head = ref _heads[Bucket(depth, kind)];
        _entries[Count] = new Entry { Depth = depth, Kind = kind, Next = head };
        head = ++Count;
        return Count - 1;
    }

    private void Grow()
    {
        Array.Resize(ref _entries, Count * 2);
        _heads = new int[_entries.Length];
        _shift = 64 - BitOperations.Log2((uint)_entries.Length);
        for (var i = 0; i < Count; i++)
        {
            ref var head = ref _heads[Bucket(_entries[i].Depth, _entries[i].Kind)];
            _entries[i].Next = head;
            head = i + 1;
        }
    }

    private int Bucket(int depth, ulong kind) => (int)(((kind + ((ulong)depth << 32)) * Secret) >> _shift);

    /// <summary>Next: one more than the index of the entry behind it in its chain.</summary>
    private struct Entry
    {
        public ulong Kind;
        public int Depth;
        public int Count;
        public int Next;
    }
}
