using System.Buffers.Binary;
using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Gatehouse.Storage.Log;

/// <summary>
/// The ids of a sealed segment: sorted, never changed, with a filter in memory. It is written under another name and renamed when it
/// is on the disk, so a file with the right name is whole.
/// </summary>
internal sealed class IdsFile : IDisposable
{
    private const int PageIds = 256;
    private const int ChunkBytes = 256 * 1024;

    private readonly SafeFileHandle _handle;
    private readonly IdsFileHead _head;
    private readonly IdsFilter _filter;

    private IdsFile(string path, SafeFileHandle handle, in IdsFileHead head, IdsFilter filter) =>
        (Path, _handle, _head, _filter, IsChecked) = (path, handle, head, filter, head.Format == 1);

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Ids in it.</summary>
    public int Count => _head.Count;

    /// <summary>When the last of the ids came; UTC ticks.</summary>
    public long NewestTicks => _head.NewestTicks;

    /// <summary>Bytes of memory.</summary>
    public long MemoryBytes => _filter.Bytes;

    /// <summary>Whether all of it was read once and is as it was written.</summary>
    public bool IsChecked { get; private set; }

    /// <summary>Where the ids of a segment are kept.</summary>
    public static string PathOf(string folder, long first) => System.IO.Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"ids-{first:D19}.bin"));

    /// <summary>The first positions of the segments that a folder has ids of, in order.</summary>
    public static IEnumerable<long> In(string folder) =>
        from path in Directory.EnumerateFiles(folder, "ids-*.bin")
        let name = System.IO.Path.GetFileName(path)
        where name.Length == 27 && name.AsSpan(4, 19).IndexOfAnyExceptInRange('0', '9') < 0
        let first = long.Parse(name.AsSpan(4, 19), NumberStyles.None, CultureInfo.InvariantCulture)
        orderby first
        select first;

    /// <summary>Writes a file and opens it.</summary>
    public static IdsFile Write(string folder, Segment segment, PlacedIds placed)
    {
        var path = PathOf(folder, segment.First);
        var temporary = path + ".new";
        IdsFileWriting.Write(temporary, segment, placed);
        File.Move(temporary, path, overwrite: true);
        return Open(folder, segment.First) is { } file && file.Check() ? file : throw new IOException($"'{path}' does not read as it was written.");
    }

    /// <summary>Opens a file and reads its filter. Null: it is damaged.</summary>
    public static IdsFile? Open(string folder, long first)
    {
        var path = PathOf(folder, first);
        var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        try
        {
            if (IdsFileHead.Read(handle) is { } head && ReadFilter(handle, head) is { } filter)
            {
                var file = new IdsFile(path, handle, head, filter);
                handle = null;
                return file;
            }

            return null;
        }
        finally
        {
            handle?.Dispose();
        }
    }

    /// <summary>Reads all of it once. False: it is damaged.</summary>
    public bool Check() => IsChecked = IsChecked || ReadBody(_handle, _head, null);

    /// <summary>Whether an id is in. Exact: the filter only spares the look.</summary>
    public bool Contains(UInt128 id) => _filter.MayContain(id) && IndexOf(id) >= 0;

    /// <summary>The position of an event. Null: its id is not in, or the file does not know its place.</summary>
    public long? PositionOf(UInt128 id)
    {
        if (_head.Format == 1 || !_filter.MayContain(id) || IndexOf(id) is not (>= 0 and var index))
        {
            return null;
        }

        Span<byte> offset = stackalloc byte[sizeof(uint)];
        ReadAll(offset, _head.PositionsAt + ((long)index * sizeof(uint)));
        return BinaryPrimitives.ReadUInt32LittleEndian(offset) is var known and not PlacedIds.Unknown ? _head.First + known : null;
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private static IdsFilter? ReadFilter(SafeFileHandle handle, in IdsFileHead head)
    {
        if (head.Format == 1)
        {
            var filter = new IdsFilter(head.Count);
            return ReadBody(handle, head, filter) ? filter : null;
        }

        var words = new byte[head.FilterBytes];
        return RandomAccess.Read(handle, words, head.FilterAt) == words.Length && Checksum.Of(words) == head.FilterChecksum ? new(words) : null;
    }

    /// <summary>Reads all behind the filter. False: it is damaged.</summary>
    /// <param name="handle">The file.</param>
    /// <param name="head">Its head.</param>
    /// <param name="filter">Gets the ids of a file of format 1. Null: they are only checked.</param>
    private static bool ReadBody(SafeFileHandle handle, in IdsFileHead head, IdsFilter? filter)
    {
        var crc = uint.MaxValue;
        var chunk = new byte[ChunkBytes];
        for (var at = head.IdsAt; at < head.FileLength;)
        {
            var bytes = chunk.AsSpan(0, (int)Math.Min(head.FileLength - at, ChunkBytes));
            if (RandomAccess.Read(handle, bytes, at) != bytes.Length)
            {
                return false;
            }

            crc = Checksum.Continue(crc, bytes);
            at += bytes.Length;
            for (; filter is not null && !bytes.IsEmpty; bytes = bytes[Fingerprint.Length..])
            {
                filter.Add(BinaryPrimitives.ReadUInt128BigEndian(bytes));
            }
        }

        return ~crc == head.BodyChecksum;
    }

    /// <summary>Fingerprints are spread evenly, so an id is near the place that its value says; from there on, halving. Negative: it is not in.</summary>
    private int IndexOf(UInt128 id)
    {
        Span<byte> page = stackalloc byte[PageIds * Fingerprint.Length];
        var (low, high) = (0, Count);
        var guess = (int)Math.BigMul((ulong)(id >> 64), (ulong)Count, out _);
        while (low < high)
        {
            var from = Math.Max(low, Math.Min(guess - (PageIds / 2), high - PageIds));
            var ids = page[..(Math.Min(PageIds, high - from) * Fingerprint.Length)];
            ReadAll(ids, _head.IdsAt + ((long)from * Fingerprint.Length));
            var count = ids.Length / Fingerprint.Length;
            if (id < BinaryPrimitives.ReadUInt128BigEndian(ids))
            {
                high = from;
            }
            else if (id > BinaryPrimitives.ReadUInt128BigEndian(ids[((count - 1) * Fingerprint.Length)..]))
            {
                low = from + count;
            }
            else
            {
                return IndexIn(ids, id) is >= 0 and var index ? from + index : -1;
            }

            guess = low + ((high - low) / 2);
        }

        return -1;
    }

    private void ReadAll(Span<byte> into, long at)
    {
        if (RandomAccess.Read(_handle, into, at) != into.Length)
        {
            throw new IOException($"'{Path}' has become shorter.");
        }
    }

    private static int IndexIn(ReadOnlySpan<byte> ids, UInt128 id)
    {
        for (var index = 0; !ids.IsEmpty; ids = ids[Fingerprint.Length..], index++)
        {
            if (BinaryPrimitives.ReadUInt128BigEndian(ids) == id)
            {
                return index;
            }
        }

        return -1;
    }
}
