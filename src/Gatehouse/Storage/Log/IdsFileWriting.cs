using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Gatehouse.Storage.Log;

/// <summary>Writes an ids file.</summary>
internal static class IdsFileWriting
{
    private const int IdsOfChunk = 16 * 1024;

    /// <summary>Writes all of it into a file that is there alone, and syncs it.</summary>
    public static void Write(string path, Segment segment, PlacedIds placed)
    {
        var filter = new IdsFilter(placed.Ids.Length);
        foreach (var id in placed.Ids)
        {
            filter.Add(id);
        }

        var words = filter.ToBytes();
        using var handle = File.OpenHandle(path, FileMode.Create, FileAccess.Write, FileShare.None);
        var head = new IdsFileHead
        {
            Format = IdsFileHead.NewestFormat,
            First = segment.First,
            End = segment.End,
            NewestTicks = segment.NewestTicks,
            Count = placed.Ids.Length,
            BodyChecksum = 0,
            FilterChecksum = Checksum.Of(words),
        };
        RandomAccess.Write(handle, words, head.FilterAt);
        RandomAccess.Write(handle, (head with { BodyChecksum = WriteBody(handle, head.IdsAt, placed) }).Write(), 0);
        RandomAccess.FlushToDisk(handle);
    }

    private static uint WriteBody(SafeFileHandle handle, long at, PlacedIds placed)
    {
        var crc = uint.MaxValue;
        var chunk = new byte[IdsOfChunk * Fingerprint.Length];
        for (var left = placed.Ids.AsSpan(); !left.IsEmpty;)
        {
            var now = left[..Math.Min(left.Length, IdsOfChunk)];
            for (var i = 0; i < now.Length; i++)
            {
                BinaryPrimitives.WriteUInt128BigEndian(chunk.AsSpan(i * Fingerprint.Length), now[i]);
            }

            Put(now.Length * Fingerprint.Length);
            left = left[now.Length..];
        }

        for (var left = placed.Offsets.AsSpan(); !left.IsEmpty;)
        {
            var now = left[..Math.Min(left.Length, IdsOfChunk)];
            for (var i = 0; i < now.Length; i++)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(chunk.AsSpan(i * sizeof(uint)), now[i]);
            }

            Put(now.Length * sizeof(uint));
            left = left[now.Length..];
        }

        return ~crc;

        void Put(int length)
        {
            crc = Checksum.Continue(crc, chunk.AsSpan(0, length));
            RandomAccess.Write(handle, chunk.AsSpan(0, length), at);
            at += length;
        }
    }
}
