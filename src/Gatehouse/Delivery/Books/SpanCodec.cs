using System.Buffers;
using System.Text;

namespace Gatehouse.Delivery.Books;

/// <summary>Writes and reads the runs of a span, as <c>docs/formats/delivery.md</c> says.</summary>
internal static class SpanCodec
{
    /// <summary>Writes runs that are in order.</summary>
    /// <param name="first">The span's first position.</param>
    /// <param name="runs">The runs, of one site.</param>
    public static byte[] Write(long first, IReadOnlyList<SpanRun> runs)
    {
        var bytes = new ArrayBufferWriter<byte>(runs.Count * 10);
        var minute = 0L;
        foreach (var run in runs)
        {
            Write(bytes, (ulong)(run.First - first));
            Write(bytes, (ulong)run.Count);
            Write(bytes, ZigZag(run.Minute - minute));
            Write(bytes, (ulong)run.Bytes);
            minute = run.Minute;
            first = run.First + run.Count;
        }

        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>Reads them.</summary>
    /// <param name="first">The span's first position.</param>
    /// <param name="site">Name of the site. Null: each run has its own, as before version 4.</param>
    /// <param name="bytes">What is stored.</param>
    public static List<SpanRun> Read(long first, string? site, ReadOnlySpan<byte> bytes)
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
            runs.Add(new(begin, count, site ?? ReadText(ref bytes), minute, size));
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

    private static string ReadText(ref ReadOnlySpan<byte> from)
    {
        var length = (int)Read(ref from);
        var text = Encoding.UTF8.GetString(from[..length]);
        from = from[length..];
        return text;
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
