using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Gatehouse.Storage.Log;

/// <summary>
/// An exact set of fingerprints: open addressing, 16 bytes a slot, three fifths to three quarters full. It grows a part at a time, so that
/// neither its memory nor the time of an addition ever leaps. Where in its part a fingerprint goes depends on a secret of the process, so
/// that nobody can send ids that all want one place. Not thread-safe.
/// </summary>
internal sealed class FingerprintSet
{
    // By the highest bits, so that the parts are in the order of what is in them.
    private const int Parts = 256;
    private const int Smallest = 16;

    private readonly ulong _high;
    private readonly ulong _low;
    private readonly UInt128[][] _parts = new UInt128[Parts][];
    private readonly int[] _counts = new int[Parts];

    public FingerprintSet()
    {
        Span<ulong> secret = stackalloc ulong[2];
        RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(secret));
        (_high, _low) = (secret[0] | 1, secret[1] | 1);
        Array.Fill(_parts, []);
    }

    /// <summary>Fingerprints in it.</summary>
    public int Count { get; private set; }

    /// <summary>Whether it is in.</summary>
    public bool Contains(UInt128 fingerprint)
    {
        var slots = _parts[PartOf(fingerprint)];
        return slots.Length > 0 && slots[SlotOf(slots, fingerprint)] != UInt128.Zero;
    }

    /// <summary>Puts one in. False: it is in already.</summary>
    public bool TryAdd(UInt128 fingerprint)
    {
        var part = PartOf(fingerprint);
        var slots = _parts[part];
        if ((_counts[part] + 1) * 4 > slots.Length * 3)
        {
            _parts[part] = slots = Grown(slots);
        }

        ref var slot = ref slots[SlotOf(slots, fingerprint)];
        if (slot != UInt128.Zero)
        {
            return false;
        }

        slot = fingerprint;
        _counts[part]++;
        Count++;
        return true;
    }

    /// <summary>Takes one out, if it is in.</summary>
    public void Remove(UInt128 fingerprint)
    {
        var part = PartOf(fingerprint);
        var slots = _parts[part];
        if (slots.Length == 0 || SlotOf(slots, fingerprint) is var hole && slots[hole] == UInt128.Zero)
        {
            return;
        }

        // What stands behind the hole and is looked for from before it moves into it, so that no search ends there too early.
        for (var next = Next(slots, hole); slots[next] != UInt128.Zero; next = Next(slots, next))
        {
            var home = HomeOf(slots, slots[next]);
            if (hole <= next ? home <= hole || home > next : home <= hole && home > next)
            {
                slots[hole] = slots[next];
                hole = next;
            }
        }

        slots[hole] = UInt128.Zero;
        _counts[part]--;
        Count--;
    }

    /// <summary>All of them, from the smallest on.</summary>
    public UInt128[] ToSorted()
    {
        var all = new UInt128[Count];
        var at = 0;
        foreach (var slots in _parts)
        {
            var from = at;
            foreach (var fingerprint in slots)
            {
                if (fingerprint != UInt128.Zero)
                {
                    all[at++] = fingerprint;
                }
            }

            all.AsSpan(from, at - from).Sort();
        }

        return all;
    }

    private static int PartOf(UInt128 fingerprint) => (int)(fingerprint >> 120);

    private static int Next(UInt128[] slots, int slot) => slot + 1 == slots.Length ? 0 : slot + 1;

    private UInt128[] Grown(UInt128[] slots)
    {
        var grown = new UInt128[Math.Max(Smallest, slots.Length + (slots.Length / 4))];
        foreach (var fingerprint in slots)
        {
            if (fingerprint != UInt128.Zero)
            {
                grown[SlotOf(grown, fingerprint)] = fingerprint;
            }
        }

        return grown;
    }

    private int SlotOf(UInt128[] slots, UInt128 fingerprint)
    {
        var slot = HomeOf(slots, fingerprint);
        while (slots[slot] != UInt128.Zero && slots[slot] != fingerprint)
        {
            slot = Next(slots, slot);
        }

        return slot;
    }

    private int HomeOf(UInt128[] slots, UInt128 fingerprint)
    {
        var mixed = unchecked(((ulong)(fingerprint >> 64) * _high) + ((ulong)fingerprint * _low));
        return (int)Math.BigMul(mixed, (ulong)slots.Length, out _);
    }
}
