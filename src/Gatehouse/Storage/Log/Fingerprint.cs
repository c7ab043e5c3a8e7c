using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Gatehouse.Storage.Log;

/// <summary>
/// What is remembered of a message: the first 16 bytes of SHA-256 over site, NUL and message id, in UTF-16LE. It stands for the pair
/// itself: two of them with one fingerprint cannot be found on purpose, and by chance less often than a disk errs unseen.
/// </summary>
internal static class Fingerprint
{
    /// <summary>Bytes of a fingerprint; the most significant comes first.</summary>
    public const int Length = 16;

    private const int MostOnStack = 512;

    /// <summary>The fingerprint of a message. Never 0.</summary>
    public static UInt128 Of(string site, string messageId)
    {
        var length = site.Length + 1 + messageId.Length;
        var text = length <= MostOnStack ? stackalloc char[length] : new char[length];
        site.CopyTo(text);
        text[site.Length] = '\0';
        messageId.CopyTo(text[(site.Length + 1)..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(text), hash);
        return UInt128.Max(BinaryPrimitives.ReadUInt128BigEndian(hash), UInt128.One);
    }
}
