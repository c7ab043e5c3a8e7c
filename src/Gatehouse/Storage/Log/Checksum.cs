using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Gatehouse.Storage.Log;

/// <summary>CRC-32C, as iSCSI has it (RFC 3720, B.4).</summary>
internal static class Checksum
{
    /// <summary>The checksum of some bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes) => ~Continue(uint.MaxValue, bytes);

    /// <summary>Takes bytes into a checksum that begins with all ones and ends inverted. All parts but the last are multiples of 8.</summary>
    public static uint Continue(uint crc, ReadOnlySpan<byte> bytes)
    {
        var whole = bytes.Length & ~7;
        foreach (var eight in MemoryMarshal.Cast<byte, ulong>(bytes[..whole]))
        {
            crc = BitOperations.Crc32C(crc, BitConverter.IsLittleEndian ? eight : BinaryPrimitives.ReverseEndianness(eight));
        }

        foreach (var one in bytes[whole..])
        {
            crc = BitOperations.Crc32C(crc, one);
        }

        return crc;
    }
}
