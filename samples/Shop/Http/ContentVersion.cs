using System.Security.Cryptography;

namespace Gatehouse.Samples.Shop.Http;

/// <summary>A short name for some bytes, for validators and addresses.</summary>
internal static class ContentVersion
{
    private const int Length = 8;

    public static string Of(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, hash);
        return Convert.ToHexStringLower(hash[..Length]);
    }
}
