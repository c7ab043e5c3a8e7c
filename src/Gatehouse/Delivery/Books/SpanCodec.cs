using System.Buffers;
using System.Text;

namespace Gatehouse.Delivery.Books;

/// <summary>Writes and reads the runs of a span, as <c>docs/formats/delivery.md</c> says.</summary>
internal static class SpanCodec
{
    /// <summary>Writes runs that are in order.</summary>
    /// <param name="first">The span's first position.</param>
    /// <param name="runs">The runs.</param>
    public static byte[] Write(long first, IReadOnlyList<SpanRun> runs)
    {
        var bytes = new ArrayBufferWriter<byte>(runs.Count * 16);
        var minute = 0L;
        foreach (var run in runs)
        {
            Write(bytes, (ulong)(run.First - first));
            Write(bytes, (ulong)run.Count);
            Write(bytes, ZigZag(run.Minute - minute));
            Write(bytes, (ulong)run.Bytes);
            var site = Encoding.UTF8.GetBytes(run.Site);
            Write(bytes, (ulong)site.Length);
            bytes.Write(site);
            minute = run.Minute;
            first = run.First + run.Count;
        }

        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>Reads them.</summary>
    public static List<SpanRun> Read(long first, ReadOnlySpan<byte> bytes)
    {
        var runs = new List<SpanRun>();
        var minute = 0L;
        while (!bytes.IsEmpty)
        {
            var begin = first + (long)Read(ref bytes);
            var count = (int)Read(ref bytes);
            var change = Read(ref bytes);
            minute += (long)(change >> 1) ^ -(long)(change & 1);
            var size = (long)Read(ref bytes);
            var length = (int)Read(ref bytes);
            runs.Add(new(begin, count, Encoding.UTF8.GetString(bytes[..length]), minute, size));
            bytes = bytes[length..];
            first = begin + count;
        }

        return runs;
    }

    private static ulong ZigZag(long value) => (ulong)((value << 1) ^ (value >> 63));

    private static void Write(ArrayBufferWriter<byte> to, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            to.Write([(byte)(value | 0x80)]);
        }

        to.Write([(byte)value]);
    }

    private static ulong Read(ref ReadOnlySpan<byte> from)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var part = from[0];
            from = from[1..];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }
    }
}
