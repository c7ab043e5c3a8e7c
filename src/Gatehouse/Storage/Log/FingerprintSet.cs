using System.Security.Cryptography;
using System.Runtime.InteropServices;

namespace Gatehouse.Storage.Log;

/// <summary>
/// An exact set of fingerprints: open addressing, 16 bytes a slot, half to three quarters full. Where a fingerprint goes depends on
/// a secret of the process, so that nobody can send ids that all want one place. Not thread-safe.
/// </summary>
internal sealed class FingerprintSet
{
    private const int Smallest = 1024;

    private readonly ulong _high;
    private readonly ulong _low;
    private UInt128[] _slots = new UInt128[Smallest];

    public FingerprintSet()
    {
        Span<ulong> secret = stackalloc ulong[2];
        RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(secret));
        (_high, _low) = (secret[0] | 1, secret[1] | 1);
    }

    /// <summary>Fingerprints in it.</summary>
    public int Count { get; private set; }

    /// <summary>Makes room, so that as many more go in without anything in it moving.</summary>
    public void Reserve(int more)
    {
        var size = _slots.Length;
        while ((long)(Count + more) * 4 > (long)size * 3)
        {
            size *= 2;
        }

        if (size != _slots.Length)
        {
            var old = _slots;
            _slots = new UInt128[size];
            foreach (var fingerprint in old)
            {
                if (fingerprint != UInt128.Zero)
                {
                    _slots[SlotOf(fingerprint)] = fingerprint;
                }
            }
        }
    }

    /// <summary>Whether it is in.</summary>
    public bool Contains(UInt128 fingerprint) => _slots[SlotOf(fingerprint)] != UInt128.Zero;

    /// <summary>Puts one in, for which room was reserved. False: it is in already.</summary>
    public bool TryAdd(UInt128 fingerprint)
    {
        ref var slot = ref _slots[SlotOf(fingerprint)];
        if (slot != UInt128.Zero)
        {
            return false;
        }

        slot = fingerprint;
        Count++;
        return true;
    }

    /// <summary>Takes out what was put in last: in the reverse order, and with nothing reserved in between.</summary>
    public void Undo(ReadOnlySpan<UInt128> added)
    {
        for (var i = added.Length - 1; i >= 0; i--)
        {
            _slots[SlotOf(added[i])] = UInt128.Zero;
            Count--;
        }
    }

    /// <summary>All of them, from the smallest on.</summary>
    public UInt128[] ToSorted()
    {
        var all = new UInt128[Count];
        var at = 0;
        foreach (var fingerprint in _slots)
        {
            if (fingerprint != UInt128.Zero)
            {
                all[at++] = fingerprint;
            }
        }

        Array.Sort(all);
        return all;
    }

    private int SlotOf(UInt128 fingerprint)
    {
        var mixed = unchecked(((ulong)(fingerprint >> 64) * _high) + ((ulong)fingerprint * _low));
        var slot = (int)(mixed >> 32) & (_slots.Length - 1);
        while (_slots[slot] != UInt128.Zero && _slots[slot] != fingerprint)
        {
            slot = (slot + 1) & (_slots.Length - 1);
        }

        return slot;
    }
}
