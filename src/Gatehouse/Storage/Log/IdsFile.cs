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
    /// <summary>Bytes before the first id.</summary>
    public const int HeadLength = 48;

    private const int PageIds = 256;
    private const int IdsOfChunk = 16 * 1024;
    private static readonly byte[] Magic = "GHIDS\0\0\u0001"u8.ToArray();

    private readonly SafeFileHandle _handle;
    private readonly IdsFilter _filter;
    private readonly int _count;

    private IdsFile(string path, SafeFileHandle handle, int count, long newestTicks, IdsFilter filter) =>
        (Path, _handle, _count, NewestTicks, _filter) = (path, handle, count, newestTicks, filter);

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Ids in it.</summary>
    public int Count => _count;

    /// <summary>When the last of the ids came; UTC ticks.</summary>
    public long NewestTicks { get; }

    /// <summary>Bytes of memory.</summary>
    public long MemoryBytes => _filter.Bytes;

    /// <summary>Bytes of disk.</summary>
    public long DiskBytes => HeadLength + ((long)_count * Fingerprint.Length);

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
    public static IdsFile Write(string folder, Segment segment, ReadOnlySpan<UInt128> sorted)
    {
        var path = PathOf(folder, segment.First);
        var temporary = path + ".new";
        using (var handle = File.OpenHandle(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            var crc = uint.MaxValue;
            var chunk = new byte[IdsOfChunk * Fingerprint.Length];
            var at = (long)HeadLength;
            for (var left = sorted; !left.IsEmpty;)
            {
                var now = left[..Math.Min(left.Length, IdsOfChunk)];
                for (var i = 0; i < now.Length; i++)
                {
                    BinaryPrimitives.WriteUInt128BigEndian(chunk.AsSpan(i * Fingerprint.Length), now[i]);
                }

                var bytes = chunk.AsSpan(0, now.Length * Fingerprint.Length);
                crc = Checksum.Continue(crc, bytes);
                RandomAccess.Write(handle, bytes, at);
                at += bytes.Length;
                left = left[now.Length..];
            }

            Span<byte> head = stackalloc byte[HeadLength];
            WriteHead(head, segment, sorted.Length, ~crc);
            RandomAccess.Write(handle, head, 0);
            RandomAccess.FlushToDisk(handle);
        }

        File.Move(temporary, path, overwrite: true);
        return Open(folder, segment.First) ?? throw new IOException($"'{path}' does not read as it was written.");
    }

    /// <summary>Opens a file and reads all of it once. Null: it is damaged.</summary>
    public static IdsFile? Open(string folder, long first)
    {
        var path = PathOf(folder, first);
        var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        try
        {
            Span<byte> head = stackalloc byte[HeadLength];
            var isWhole = RandomAccess.Read(handle, head, 0) == HeadLength && head[..8].SequenceEqual(Magic)
                && BinaryPrimitives.ReadUInt32LittleEndian(head[44..]) == Checksum.Of(head[..44]);
            var count = BinaryPrimitives.ReadInt32LittleEndian(head[32..]);
            if (isWhole && RandomAccess.GetLength(handle) == HeadLength + ((long)count * Fingerprint.Length)
                && ReadFilter(handle, count, BinaryPrimitives.ReadUInt32LittleEndian(head[40..])) is { } filter)
            {
                var file = new IdsFile(path, handle, count, BinaryPrimitives.ReadInt64LittleEndian(head[24..]), filter);
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

    /// <summary>Whether an id is in. Exact: the filter only spares the look.</summary>
    public bool Contains(UInt128 id) => _filter.MayContain(id) && Find(id);

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private static void WriteHead(Span<byte> head, Segment segment, int count, uint crc)
    {
        Magic.CopyTo(head);
        BinaryPrimitives.WriteInt64LittleEndian(head[8..], segment.First);
        BinaryPrimitives.WriteInt64LittleEndian(head[16..], segment.End);
        BinaryPrimitives.WriteInt64LittleEndian(head[24..], segment.NewestTicks);
        BinaryPrimitives.WriteInt32LittleEndian(head[32..], count);
        BinaryPrimitives.WriteInt32LittleEndian(head[36..], 0);
        BinaryPrimitives.WriteUInt32LittleEndian(head[40..], crc);
        BinaryPrimitives.WriteUInt32LittleEndian(head[44..], Checksum.Of(head[..44]));
    }

    private static IdsFilter? ReadFilter(SafeFileHandle handle, int count, uint expected)
    {
        var filter = new IdsFilter(count);
        var crc = uint.MaxValue;
        var chunk = new byte[Math.Min(count, IdsOfChunk) * Fingerprint.Length];
        for (var done = 0; done < count; done += IdsOfChunk)
        {
            var bytes = chunk.AsSpan(0, Math.Min(count - done, IdsOfChunk) * Fingerprint.Length);
            if (RandomAccess.Read(handle, bytes, HeadLength + ((long)done * Fingerprint.Length)) != bytes.Length)
            {
                return null;
            }

            crc = Checksum.Continue(crc, bytes);
            for (; !bytes.IsEmpty; bytes = bytes[Fingerprint.Length..])
            {
                filter.Add(BinaryPrimitives.ReadUInt128BigEndian(bytes));
            }
        }

        return ~crc == expected ? filter : null;
    }

    /// <summary>Fingerprints are spread evenly, so an id is near the place that its value says; from there on, halving.</summary>
    private bool Find(UInt128 id)
    {
        Span<byte> page = stackalloc byte[PageIds * Fingerprint.Length];
        var (low, high) = (0, _count);
        var guess = (int)Math.BigMul((ulong)(id >> 64), (ulong)_count, out _);
        while (low < high)
        {
            var from = Math.Max(low, Math.Min(guess - (PageIds / 2), high - PageIds));
            var ids = page[..(Math.Min(PageIds, high - from) * Fingerprint.Length)];
            if (RandomAccess.Read(_handle, ids, HeadLength + ((long)from * Fingerprint.Length)) != ids.Length)
            {
                throw new IOException($"'{Path}' has become shorter.");
            }

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
                return IsIn(ids, id);
            }

            guess = low + ((high - low) / 2);
        }

        return false;
    }

    private static bool IsIn(ReadOnlySpan<byte> ids, UInt128 id)
    {
        for (; !ids.IsEmpty; ids = ids[Fingerprint.Length..])
        {
            if (BinaryPrimitives.ReadUInt128BigEndian(ids) == id)
            {
                return true;
            }
        }

        return false;
    }
}
