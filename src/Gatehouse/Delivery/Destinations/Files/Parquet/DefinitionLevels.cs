using System.Buffers.Binary;

namespace Gatehouse.Delivery.Destinations.Files.Parquet;

/// <summary>Which rows of a page have a value, in the hybrid of runs and packed bits that Parquet has for it: its length, then one run.</summary>
internal static class DefinitionLevels
{
    /// <summary>Packs them.</summary>
    public static byte[] Of(List<bool> isThere)
    {
        var run = isThere.TrueForAll(one => one == isThere[0]) ? Same(isThere.Count, isThere[0]) : Mixed(isThere);
        var levels = new byte[sizeof(int) + run.Length];
        BinaryPrimitives.WriteInt32LittleEndian(levels, run.Length);
        run.CopyTo(levels, sizeof(int));
        return levels;
    }

    private static byte[] Same(int rows, bool isThere) => [.. Number((uint)rows << 1), isThere ? (byte)1 : (byte)0];

    /// <summary>Groups of eight rows, the first in the lowest bit.</summary>
    private static byte[] Mixed(List<bool> isThere)
    {
        var bits = new byte[(isThere.Count + 7) / 8];
        for (var row = 0; row < isThere.Count; row++)
        {
            bits[row / 8] |= (byte)((isThere[row] ? 1 : 0) << (row % 8));
        }

        return [.. Number(((uint)bits.Length << 1) | 1), .. bits];
    }

    private static List<byte> Number(uint value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }

        bytes.Add((byte)value);
        return bytes;
    }
}
