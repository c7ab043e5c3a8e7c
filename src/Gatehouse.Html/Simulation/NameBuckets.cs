using System.Security.Cryptography;
using Gatehouse.Html.Tokenizing;

namespace Gatehouse.Html.Simulation;

/// <summary>
/// Finds the topmost open element of a name that is not known beforehand. A hash table whose entries are the open
/// elements themselves: of each name the topmost is in a bucket, and leads to those below it.
/// </summary>
internal sealed class NameBuckets
{
    private const int None = -1;

    /// <summary>Other in each process, so that no document can be made to collide.</summary>
    private static readonly ulong Spread = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))) | 1;

    private int[] _heads = NewHeads(64);
    private int _names;

    /// <summary>FNV-1a of the name in lower case. Foreign elements are others than those of HTML.</summary>
    public static ulong Hash(ReadOnlySpan<byte> name, bool isForeign)
    {
        var hash = isForeign ? 14695981039346656037UL : 1469598103934665603UL;
        foreach (var value in name)
        {
            hash = (hash ^ Bytes.ToLower(value)) * 1099511628211UL;
        }

        return hash;
    }

    public void Clear()
    {
        if (_names > 0)
        {
            Array.Fill(_heads, None);
            _names = 0;
        }
    }

    public int Find(OpenElement[] open, ulong hash)
    {
        var at = _names == 0 ? None : _heads[BucketOf(hash)];
        while (at != None && open[at].Hash != hash)
        {
            at = open[at].Next;
        }

        return at;
    }

    /// <summary>Adds the topmost element.</summary>
    public void Add(OpenElement[] open, int at)
    {
        var hash = open[at].Hash;
        var below = Find(open, hash);
        open[at].Below = below;
        if (below != None)
        {
            Replace(open, below, at);
            return;
        }

        if (++_names > _heads.Length)
        {
            Grow(open);
        }

        ref var head = ref _heads[BucketOf(hash)];
        open[at].Next = head;
        head = at;
    }

    /// <summary>Removes an element that is the topmost of its name.</summary>
    public void Remove(OpenElement[] open, int at)
    {
        if (open[at].Below is var below and not None)
        {
            Replace(open, at, below);
            return;
        }

        Link(open, at) = open[at].Next;
        _names--;
    }

    private void Replace(OpenElement[] open, int old, int with)
    {
        open[with].Next = open[old].Next;
        Link(open, old) = with;
    }

    private ref int Link(OpenElement[] open, int at)
    {
        ref var link = ref _heads[BucketOf(open[at].Hash)];
        while (link != at)
        {
            link = ref open[link].Next;
        }

        return ref link;
    }

    private void Grow(OpenElement[] open)
    {
        var old = _heads;
        _heads = NewHeads(2 * old.Length);
        foreach (var head in old)
        {
            for (var at = head; at != None;)
            {
                var next = open[at].Next;
                ref var bucket = ref _heads[BucketOf(open[at].Hash)];
                open[at].Next = bucket;
                bucket = at;
                at = next;
            }
        }
    }

    private int BucketOf(ulong hash) => (int)(hash * Spread >> 32) & (_heads.Length - 1);

    private static int[] NewHeads(int length)
    {
        var heads = new int[length];
        Array.Fill(heads, None);
        return heads;
    }
}
