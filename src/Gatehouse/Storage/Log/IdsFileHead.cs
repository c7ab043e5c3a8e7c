using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Gatehouse.Storage.Log;

/// <summary>The head of an ids file, and where the parts behind it stand.</summary>
internal readonly record struct IdsFileHead
{
    /// <summary>The format that is written.</summary>
    public const int NewestFormat = 2;

    private const int FirstLength = 48;
    private const int Length = 56;

    /// <summary>1 or 2. In format 1 there are fingerprints alone.</summary>
    public required int Format { get; init; }

    /// <summary>Position of the segment's first entry.</summary>
    public required long First { get; init; }

    /// <summary>Position behind its last entry.</summary>
    public required long End { get; init; }

    /// <summary>When the last of the ids came; UTC ticks.</summary>
    public required long NewestTicks { get; init; }

    /// <summary>Ids.</summary>
    public required int Count { get; init; }

    /// <summary>Checksum of all behind the filter.</summary>
    public required uint BodyChecksum { get; init; }

    /// <summary>Checksum of the filter.</summary>
    public uint FilterChecksum { get; init; }

    /// <summary>Where the filter stands.</summary>
    public int FilterAt => Format == 1 ? FirstLength : Length;

    /// <summary>Bytes of the filter.</summary>
    public int FilterBytes => Format == 1 ? 0 : IdsFilter.BytesOf(Count);

    /// <summary>Where the fingerprints stand.</summary>
    public long IdsAt => FilterAt + (long)FilterBytes;

    /// <summary>Where the positions stand.</summary>
    public long PositionsAt => IdsAt + ((long)Count * Fingerprint.Length);

    /// <summary>Where the file ends.</summary>
    public long FileLength => PositionsAt + (Format == 1 ? 0 : (long)Count * sizeof(uint));

    private static ReadOnlySpan<byte> Magic => "GHIDS\0\0"u8;

    /// <summary>Reads a head. Null: it is damaged, or the file has not the length that it says.</summary>
    public static IdsFileHead? Read(SafeFileHandle handle)
    {
        Span<byte> head = stackalloc byte[Length];
        head = head[..RandomAccess.Read(handle, head, 0)];
        if (head.Length < FirstLength || !head.StartsWith(Magic) || head[7] is < 1 or > NewestFormat)
        {
            return null;
        }

        head = head[7] == 1 ? head[..FirstLength] : head;
        if (BinaryPrimitives.ReadUInt32LittleEndian(head[^4..]) != Checksum.Of(head[..^4]))
        {
            return null;
        }

        var read = new IdsFileHead
        {
            Format = head[7],
            First = BinaryPrimitives.ReadInt64LittleEndian(head[8..]),
            End = BinaryPrimitives.ReadInt64LittleEndian(head[16..]),
            NewestTicks = BinaryPrimitives.ReadInt64LittleEndian(head[24..]),
            Count = BinaryPrimitives.ReadInt32LittleEndian(head[32..]),
            BodyChecksum = BinaryPrimitives.ReadUInt32LittleEndian(head[40..]),
            FilterChecksum = head[7] == 1 ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(head[44..]),
        };
        return RandomAccess.GetLength(handle) == read.FileLength ? read : null;
    }

    /// <summary>The head's bytes.</summary>
    public byte[] Write()
    {
        var head = new byte[Length];
        Magic.CopyTo(head);
        head[7] = NewestFormat;
        BinaryPrimitives.WriteInt64LittleEndian(head.AsSpan(8), First);
        BinaryPrimitives.WriteInt64LittleEndian(head.AsSpan(16), End);
        BinaryPrimitives.WriteInt64LittleEndian(head.AsSpan(24), NewestTicks);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(32), Count);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(36), FilterBytes / IdsFilter.BlockBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(40), BodyChecksum);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(44), FilterChecksum);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(52), Checksum.Of(head.AsSpan(0, 52)));
        return head;
    }
}
