using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Gatehouse.Delivery.Rules;

/// <summary>A part of the visitors.</summary>
/// <param name="part">Above 0, at most 1.</param>
internal sealed class SampleRule(double part)
{
    // No id is longer; should one be, what is beyond does not matter.
    private const int Longest = 1024;

    /// <summary>
    /// Whether a visitor is in: the first 8 bytes of the SHA-256 of the id, as a fraction of all such numbers, are below the part.
    /// It hangs on the id alone, so a visitor is in at every destination with that part or a greater one.
    /// </summary>
    /// <param name="visitor">The visitor's id.</param>
    public bool Allows(string visitor)
    {
        if (part >= 1)
        {
            return true;
        }

        Span<byte> utf8 = stackalloc byte[Longest];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Encoding.UTF8.TryGetBytes(visitor, utf8, out var length);
        SHA256.HashData(utf8[..length], hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash) * Math.ScaleB(1, -64) < part;
    }
}
